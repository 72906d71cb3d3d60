import { type Instant, startOfDay, type TimeZone, toLocal } from '#kept/domain';

/** A calendar month in a zone, [from, to). */
interface Month {
  /** `2024-02` */
  label: string;
  from: number;
  to: number;
}

/** The months that dues fall in, numbered in the order they are met. */
export class Months {
  readonly labels: string[] = [];
  /** By their beginning. */
  readonly #known: (Month & { code: number })[] = [];
  #last: Month & { code: number } = { label: '', from: Infinity, to: -Infinity, code: -1 };

  constructor(private readonly zone: TimeZone) {}

  /** The number of the month that two instants, and all between them, fall in; `undefined` where it is not one. */
  commonCode(from: number, to: number): number | undefined {
    const code = this.codeOf(from);
    return to < this.#last.to ? code : undefined;
  }

  /** The number of the month that an instant falls in. Neighbours mostly share theirs. */
  codeOf(at: number): number {
    const last = this.#last;
    if (at >= last.from && at < last.to) return last.code;
    return (this.#last = this.#find(at)).code;
  }

  #find(at: number): Month & { code: number } {
    let [low, high] = [0, this.#known.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#known[middle]!.to <= at) low = middle + 1;
      else high = middle;
    }
    const found = this.#known[low];
    if (found && found.from <= at) return found;
    const month = { ...monthOf(at as Instant, this.zone), code: this.labels.length };
    this.labels.push(month.label);
    this.#known.splice(low, 0, month);
    return month;
  }
}

/** Without a bound where the calendar ends. */
function monthOf(at: Instant, zone: TimeZone): Month {
  const { year, month } = toLocal(at, zone);
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return {
    label: `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`,
    // The first and the last instant there are fall, in some zones, into years that have no name here.
    from: year >= 1 ? startOfDay({ year, month, day: 1 }, zone) : -Infinity,
    to: nextYear <= 9999 ? startOfDay({ year: nextYear, month: nextMonth, day: 1 }, zone) : Infinity,
  };
}
