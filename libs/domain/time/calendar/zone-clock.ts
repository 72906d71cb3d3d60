import { Temporal } from 'temporal-polyfill';
import { type Instant } from '../instant.js';
import { DAY } from './dates.js';

/** How long the pages are in which time is laid out: 64 days, counted from 1970. */
export const PAGE = 64 * DAY;
/** Walls differ from UTC by less than two days, and an interval reaches into the day after at most. */
const MARGIN = 4 * DAY;

/** From an instant on (inclusive), the clocks are ahead of UTC by so much, in milliseconds. */
interface Stretch {
  from: number;
  to: number;
  offset: number;
}

/** A clock time in milliseconds, as if its zone were UTC. */
export type Wall = number;

/** The clocks of a zone over one page of time and a few days around it. */
export interface ZoneClock {
  /** What the clocks are ahead of UTC. */
  offsetAt(at: number): number;
  /** The first instant at which they have reached that time: where they skip it, the end of the gap. */
  reaches(wall: Wall): number;
  /** The instant after the last at which they have not: where they show it twice, the second. */
  passes(wall: Wall): number;
}

const MOST_PAGES = 4_096;
const clocks = new Map<string, Map<number, ZoneClock>>();
let pages = 0;

/** Pages are shared by all calendars of a zone. Bounded: when there are too many, they are made anew as needed. */
export function zoneClock(zone: string, page: number): ZoneClock {
  const known = clocks.get(zone)?.get(page);
  if (known !== undefined) return known;
  if (pages >= MOST_PAGES) {
    clocks.clear();
    pages = 0;
  }
  const clock = clockOf(stretches(zone, page * PAGE - MARGIN, (page + 1) * PAGE + MARGIN));
  const ofZone = clocks.get(zone) ?? new Map<number, ZoneClock>();
  clocks.set(zone, ofZone.set(page, clock));
  pages += 1;
  return clock;
}

/** From `at` on the clocks are ahead of UTC by another time than before, in milliseconds. */
export interface ClockChange {
  at: Instant;
  before: number;
  after: number;
}

/** The changes of a zone's clocks in (from, to]. */
export function clockChanges(zone: string, from: Instant, to: Instant): ClockChange[] {
  const all = stretches(zone, from, to);
  return all.slice(1).map(({ from: at, offset }, index) => ({
    at: at as Instant,
    before: all[index]!.offset,
    after: offset,
  }));
}

function clockOf(all: readonly Stretch[]): ZoneClock {
  return {
    offsetAt: (at) => all.findLast(({ from }) => from <= at)!.offset,
    reaches(wall) {
      for (const { from, to, offset } of all) {
        const at = Math.max(from, wall - offset);
        if (at < to) return at;
      }
      return NaN;
    },
    passes(wall) {
      for (let index = all.length - 1; index >= 0; index -= 1) {
        const { from, to, offset } = all[index]!;
        const at = Math.min(to, wall - offset);
        if (at > from) return at;
      }
      return NaN;
    },
  };
}

function stretches(zone: string, begin: number, end: number): Stretch[] {
  const all: Stretch[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(begin).toZonedDateTimeISO(zone);
  let from = -Infinity;
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    const offset = moment.offsetNanoseconds / 1_000_000;
    if (next === null || next.epochMilliseconds > end) return [...all, { from, to: Infinity, offset }];
    all.push({ from, to: next.epochMilliseconds, offset });
    from = next.epochMilliseconds;
    moment = next;
  }
}
