import { type CalendarEdition } from './index.js';
import { DAY, DAYS, MINUTE, type Stage } from './scenes.fixture.js';

/** Working time as one reads it off a clock, minute by minute. Slow, and plain enough to be believed. */
export class MinuteStepper {
  private readonly open: Uint8Array;
  private readonly businessDays = new Set<number>();

  constructor(
    private readonly on: Stage,
    calendars: readonly CalendarEdition[],
  ) {
    const each = calendars.map((calendar) => this.openMinutes(calendar));
    this.open = each[0]!.open.slice();
    for (const { open } of each.slice(1))
      for (let minute = 0; minute < open.length; minute += 1) this.open[minute]! &= open[minute]!;
    for (const [day, minutes] of each[0]!.opening)
      if (minutes.some((minute) => this.open[minute] === 1)) this.businessDays.add(day);
  }

  private openMinutes({ weekly, special }: CalendarEdition) {
    const open = new Uint8Array(this.on.walls.length);
    const opening = new Map<number, number[]>();
    for (let day = this.on.firstDay - 2; day < this.on.firstDay + DAYS + 2; day += 1) {
      const date = new Date(day * DAY);
      const weekday = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[date.getUTCDay()]!;
      const own: number[] = [];
      for (const { opens, closes } of special[date.toISOString().slice(0, 10)] ?? weekly[weekday] ?? []) {
        const from = day * DAY + wallOf(opens);
        const to = day * DAY + wallOf(closes) + (wallOf(closes) < wallOf(opens) ? DAY : 0);
        let minute = this.near(day - 2);
        while (minute < this.on.walls.length && this.on.walls[minute]! < from) minute += 1;
        let last = this.near(day + 4);
        while (last >= 0 && !(this.on.walls[last]! < to)) last -= 1;
        for (; minute <= last; minute += 1) {
          open[minute] = 1;
          own.push(minute);
        }
      }
      opening.set(day, own);
    }
    return { open, opening };
  }

  /** A minute of the stage not far from a date: no clock is two days ahead of UTC, or behind. */
  private near(day: number): number {
    return Math.min(Math.max((day - this.on.firstDay) * 1_440, 0), this.on.walls.length - 1);
  }

  isOpen(minute: number): boolean {
    return this.open[minute] === 1;
  }

  /** @returns `undefined` where the answer is not on the stage; so do all below */
  next(minute: number): number | undefined {
    const found = this.open.indexOf(1, minute);
    return found < 0 ? undefined : found;
  }

  add(minute: number, minutes: number): number | undefined {
    if (minutes === 0) return this.next(minute);
    let rest = minutes;
    for (let now = minute; now < this.open.length; now += 1) {
      rest -= this.open[now]!;
      if (rest === 0) return now + 1;
    }
    return undefined;
  }

  subtract(minute: number, minutes: number): number | undefined {
    if (minutes === 0) return this.previous(minute);
    let rest = minutes;
    for (let now = minute - 1; now >= 0; now -= 1) {
      rest -= this.open[now]!;
      if (rest === 0) return now;
    }
    return undefined;
  }

  previous(minute: number): number | undefined {
    for (let now = minute; now > 0; now -= 1) if (this.open[now] === 1 || this.open[now - 1] === 1) return now;
    return undefined;
  }

  between(from: number, to: number): number {
    let open = 0;
    for (let now = from; now < to; now += 1) open += this.open[now]!;
    return open;
  }

  addDays(minute: number, days: number): number | undefined {
    if (days === 0) return this.next(minute);
    const then = this.sameTime(minute, days, 1);
    return then === undefined || this.open[then] === 1 || this.open[then - 1] === 1 ? then : this.next(then);
  }

  subtractDays(minute: number, days: number): number | undefined {
    if (days === 0) return this.previous(minute);
    const then = this.sameTime(minute, days, -1);
    return then === undefined ? undefined : this.previous(then);
  }

  private sameTime(minute: number, days: number, step: 1 | -1): number | undefined {
    const wall = this.on.walls[minute]!;
    let day = Math.floor(wall / DAY);
    for (let rest = days; rest > 0;) {
      day += step;
      // The days at the edges of the stage are not complete.
      if (day < this.on.firstDay + 2 || day > this.on.firstDay + DAYS - 3) return undefined;
      if (this.businessDays.has(day)) rest -= 1;
    }
    let then = this.near(day - 2);
    while (then < this.on.walls.length && this.on.walls[then]! < day * DAY + (wall - Math.floor(wall / DAY) * DAY))
      then += 1;
    return then < this.on.walls.length ? then : undefined;
  }
}

function wallOf(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE;
}
