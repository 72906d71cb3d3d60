import { endOfDay, type Instant, instant, type PromisedWindow, startOfDay, type TimeZone, toLocal } from '#kept/domain';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const OPENS = 8;
const CLOSES = 20;

/** The days of one zone, counted from 1 January 1970, and the clock times in them. */
export class Almanac {
  private readonly midnights = new Map<number, Instant>();

  constructor(readonly timeZone: TimeZone) {}

  /** The day that an instant falls on. */
  dayOf(at: Instant): number {
    const { year, month, day } = toLocal(at, this.timeZone);
    return Date.UTC(year, month - 1, day) / DAY;
  }

  /** So many hours after a day began: 9.5 is half past nine, but on the day the clocks change. */
  at(day: number, hours: number): Instant {
    return instant(this.midnight(day) + Math.round(hours * 60) * MINUTE);
  }

  /** When a promised day is due. */
  endOf(day: number): Instant {
    return endOfDay(dateOf(day), this.timeZone);
  }

  /** Whether somebody is at work. */
  isWorking(at: Instant): boolean {
    const { hour } = toLocal(at, this.timeZone);
    return hour >= OPENS && hour < CLOSES;
  }

  /** When somebody comes to work next, from a moment at which nobody is there. */
  nextOpening(at: Instant): Instant {
    const today = this.dayOf(at);
    const opening = this.at(today, OPENS);
    return opening > at ? opening : this.at(today + 1, OPENS);
  }

  /** The day itself, or the Monday after if it is a Sunday. */
  workday(day: number): number {
    return weekday(day) === 'Sun' ? day + 1 : day;
  }

  /** The same window some days later; not on a Sunday. */
  daysLater({ from, due }: PromisedWindow, days: number): PromisedWindow {
    const day = this.dayOf(due);
    const shifted = this.workday(day + days);
    const onThatDay = (at: Instant): Instant =>
      at === this.endOf(day) ? this.endOf(shifted) : instant(this.midnight(shifted) + (at - this.midnight(day)));
    const moved = { due: onThatDay(due), timeZone: this.timeZone };
    return from === undefined ? moved : { from: onThatDay(from), ...moved };
  }

  private midnight(day: number): Instant {
    let midnight = this.midnights.get(day);
    if (midnight === undefined) this.midnights.set(day, (midnight = startOfDay(dateOf(day), this.timeZone)));
    return midnight;
  }
}

const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;

/** Which day of the week a day is: the first of all was a Thursday. */
export function weekday(day: number): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[day % 7]!;
}

function dateOf(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
