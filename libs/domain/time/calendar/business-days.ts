import { integerBetween } from '../../check.js';
import { type Instant } from '../instant.js';
import { type Disambiguation, fromLocal, timeZone } from '../zone.js';
import { DAY } from './dates.js';
import { lastNotAbove, type Pages } from './pages.js';
import { type Timetable } from './timetable.js';
import { PAGE, zoneClock } from './zone-clock.js';

/** A century of calendar days: more is a mistake. */
export const MOST_DAYS = 36_525;

/** Days are kept by the page their UTC midnight lies in. */
const DAYS_OF_PAGE = PAGE / DAY;

export interface BusinessDays {
  /**
   * The clock time of a moment, so many business days after its date, or before it where `days` is negative. Zero days
   * is the moment itself.
   * @param disambiguation for a clock time that does not exist or exists twice on that day; by default the first moment
   *   at which the clocks have reached it
   */
  sameTime(at: Instant, days: number, disambiguation?: Disambiguation): number;
}

/**
 * Business days of a calendar: the dates in its zone on which something opens. The night shift of a Monday that ends on
 * Tuesday makes no business day of the Tuesday. With several calendars it is a date of the first, and some of its own
 * hours must be open in all.
 */
export function businessDays(
  timetable: Timetable,
  openBetween: (from: number, to: number) => number,
  pages: Pages,
): BusinessDays {
  const zone = timeZone(timetable.timeZone);
  const known = new Map<number, Float64Array>();

  function daysOf(page: number): Float64Array {
    let days = known.get(page);
    if (days === undefined) {
      if (known.size >= 256) known.clear();
      const all = Array.from({ length: DAYS_OF_PAGE }, (_, place) => page * DAYS_OF_PAGE + place);
      days = Float64Array.from(
        all.filter((day) => timetable.opening(day).some(({ opens, closes }) => openBetween(opens, closes) > 0)),
      );
      known.set(page, days);
    }
    return days;
  }

  function forward(day: number, count: number): number {
    let page = Math.floor(day / DAYS_OF_PAGE);
    let days = daysOf(page);
    let place = lastNotAbove(days, day) + count;
    while (place >= days.length) {
      place -= days.length;
      page = days.length > 0 ? page + 1 : Math.max(page + 1, pages.next(page) - 1);
      days = daysOf(page);
    }
    return days[place]!;
  }

  function back(day: number, count: number): number {
    let page = Math.floor(day / DAYS_OF_PAGE);
    let days = daysOf(page);
    let place = lastNotAbove(days, day - 1) + 1 - count;
    while (place < 0) {
      page = days.length > 0 ? page - 1 : Math.min(page - 1, pages.previous(page) + 1);
      days = daysOf(page);
      place += days.length;
    }
    return days[place]!;
  }

  return {
    sameTime(at, days, disambiguation) {
      integerBetween(days, -MOST_DAYS, MOST_DAYS, 'days');
      if (days === 0) return at;
      const wall = at + zoneClock(timetable.timeZone, Math.floor(at / PAGE)).offsetAt(at);
      const date = Math.floor(wall / DAY);
      const day = days > 0 ? forward(date, days) : back(date, -days);
      const then = day * DAY + (wall - date * DAY);
      if (disambiguation !== undefined) return fromLocal(localTime(then), zone, disambiguation);
      return zoneClock(timetable.timeZone, Math.floor(then / PAGE)).reaches(then);
    },
  };
}

function localTime(wall: number) {
  const clock = new Date(wall);
  return {
    year: clock.getUTCFullYear(),
    month: clock.getUTCMonth() + 1,
    day: clock.getUTCDate(),
    hour: clock.getUTCHours(),
    minute: clock.getUTCMinutes(),
    second: clock.getUTCSeconds(),
    millisecond: clock.getUTCMilliseconds(),
  };
}
