import { DAY, dayNumber, placeInWeek } from './dates.js';
import { type CalendarEdition } from './edition.js';
import { type MinutesOpen, minutesOpen, WEEKDAYS } from './hours.js';
import { PAGE, zoneClock } from './zone-clock.js';

/** A stretch of time during which it is open, [opens, closes). */
export interface OpenWindow<T extends number = number> {
  opens: T;
  closes: T;
}

/** What an edition says, ready to be reckoned with. */
export interface Timetable {
  /** The intervals that open on a date, as instants, in order; none overlaps another of the same date. */
  opening(day: number): OpenWindow[];
  /** The instants between which the edition speaks, both inclusive: a closing at the last midnight is its own. */
  speaks: { from: number; to: number };
  /** The last and the first moment about which its special days may say something, as instants in UTC, roughly. */
  special: { first: number; last: number };
  timeZone: string;
}

const MINUTE = 60_000;
const NONE: readonly MinutesOpen[] = [];

export function timetable(edition: CalendarEdition): Timetable {
  const weekly = WEEKDAYS.map((day) => inOrder(edition.weekly[day]));
  const special = new Map(Object.entries(edition.special).map(([date, hours]) => [dayNumber(date), inOrder(hours)]));
  const days = [...special.keys()];
  const zone = edition.timeZone;
  const midnight = (day: number): number => zoneClock(zone, pageOf(day)).reaches(day * DAY);
  return {
    timeZone: zone,
    speaks: { from: midnight(dayNumber(edition.validFrom)), to: midnight(dayNumber(edition.validTo) + 1) },
    special: {
      first: days.reduce((least, day) => Math.min(least, day), Infinity) * DAY,
      last: days.reduce((most, day) => Math.max(most, day), -Infinity) * DAY,
    },
    opening(day) {
      const clock = zoneClock(zone, pageOf(day));
      return joined(
        (special.get(day) ?? weekly[placeInWeek(day)]!).map(({ opens, closes }) => ({
          opens: clock.reaches(day * DAY + opens * MINUTE),
          closes: clock.passes(day * DAY + closes * MINUTE),
        })),
      );
    },
  };
}

/** Which page of time holds the UTC midnight of a date. */
function pageOf(day: number): number {
  return Math.floor((day * DAY) / PAGE);
}

function inOrder(hours: CalendarEdition['special'][string] = []): readonly MinutesOpen[] {
  if (hours.length === 0) return NONE;
  // Editions are checked before they are published; the first were not checked for order, nor for hours of no length.
  return hours
    .map(minutesOpen)
    .filter(({ opens, closes }) => opens < closes)
    .sort((a, b) => a.opens - b.opens);
}

/**
 * Windows in order, without those that are empty, each beginning where the one before has ended at the earliest. A night
 * may reach into a special day, and an hour shown twice into the next interval: no moment is counted twice.
 */
export function joined(windows: readonly OpenWindow[]): OpenWindow[] {
  const apart: OpenWindow[] = [];
  let end = -Infinity;
  for (const { opens, closes } of windows) {
    const from = Math.max(opens, end);
    if (from < closes) apart.push({ opens: from, closes });
    end = Math.max(end, closes);
  }
  return apart;
}
