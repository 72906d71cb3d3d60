import { refuse } from '../../refusal.js';
import { DAY } from './dates.js';
import { joined, type OpenWindow, type Timetable } from './timetable.js';
import { PAGE } from './zone-clock.js';

/** The open time of 64 days, to be searched: window i is [opens[i], closes[i]), and `before[i]` was open before it. */
export interface Page {
  opens: Float64Array;
  closes: Float64Array;
  before: Float64Array;
  /** All of the page's open time, in milliseconds. */
  total: number;
}

/** Pages of open time, laid out when first asked for. */
export interface Pages {
  at(index: number): Page;
  /**
   * The number of the next page with open time.
   * @throws Refusal `calendar-never-open` where there is none within five years of the last special day, or
   *   `instant-out-of-range` beyond the years 1 to 9999
   */
  next(index: number): number;
  previous(index: number): number;
}

/** Some eight years of a calendar, in less than a megabyte; a ledger looks at few at a time. */
const MOST_PAGES = 48;
/** Weeks repeat, and clocks change by the year: where it was not open for so long, it never will be. */
const NEVER = 5 * 366 * DAY;
const EARLIEST = Math.floor(-62_135_596_800_000 / PAGE);
const LATEST = Math.floor(253_402_300_799_999 / PAGE);

/** @param timetables one, or several: what is open in all of them */
export function pagesOf(timetables: readonly [Timetable, ...Timetable[]]): Pages {
  const known = new Map<number, Page>();
  const first = Math.min(...timetables.map(({ special }) => special.first));
  const last = Math.max(...timetables.map(({ special }) => special.last));
  const at = (index: number): Page => {
    let page = known.get(index);
    if (page === undefined) {
      if (known.size >= MOST_PAGES) known.delete(known.keys().next().value!);
      page = laidOut(timetables.map((one) => windowsOf(one, index)).reduce(shared));
      known.set(index, page);
    }
    return page;
  };
  return {
    at,
    next(index) {
      const end = Math.max(index * PAGE, last) + NEVER;
      let page = index + 1;
      while (at(page).total === 0) {
        if (page * PAGE > end) return refuse('calendar-never-open');
        page += 1;
      }
      if (page > LATEST) refuse('instant-out-of-range', { field: 'instant', value: String(page * PAGE) });
      return page;
    },
    previous(index) {
      const end = Math.min(index * PAGE, first) - NEVER;
      let page = index - 1;
      while (at(page).total === 0) {
        if (page * PAGE < end) return refuse('calendar-never-open');
        page -= 1;
      }
      if (page < EARLIEST) refuse('instant-out-of-range', { field: 'instant', value: String(page * PAGE) });
      return page;
    },
  };
}

/** The place of the last window that opens at or before a moment, -1 where there is none. */
export function lastOpening({ opens }: Page, at: number): number {
  return lastNotAbove(opens, at);
}

/** How long it was open from the beginning of the page to a moment of it. */
export function openBefore(page: Page, at: number): number {
  const window = lastNotAbove(page.opens, at);
  if (window < 0) return 0;
  return page.before[window]! + Math.min(at, page.closes[window]!) - page.opens[window]!;
}

/** The last place in a rising list whose value is not above a bound, or -1. */
export function lastNotAbove(rising: Float64Array, bound: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle]! <= bound) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The windows of one page, cut at its edges. Days that begin a little before it may reach into it. */
function windowsOf(timetable: Timetable, index: number): OpenWindow[] {
  const [begin, end] = [index * PAGE, (index + 1) * PAGE];
  const windows: OpenWindow[] = [];
  for (let day = begin / DAY - 3; day <= end / DAY + 2; day += 1) windows.push(...timetable.opening(day));
  return joined(windows)
    .map(({ opens, closes }) => ({ opens: Math.max(opens, begin), closes: Math.min(closes, end) }))
    .filter(({ opens, closes }) => opens < closes);
}

/** What two lists of windows have in common. */
function shared(some: readonly OpenWindow[], others: readonly OpenWindow[]): OpenWindow[] {
  const both: OpenWindow[] = [];
  let other = 0;
  for (const { opens, closes } of some) {
    while (other < others.length && others[other]!.closes <= opens) other += 1;
    for (let next = other; next < others.length && others[next]!.opens < closes; next += 1)
      both.push({ opens: Math.max(opens, others[next]!.opens), closes: Math.min(closes, others[next]!.closes) });
  }
  return both;
}

function laidOut(windows: readonly OpenWindow[]): Page {
  let total = 0;
  const before = Float64Array.from(windows, ({ opens, closes }) => {
    const soFar = total;
    total += closes - opens;
    return soFar;
  });
  return {
    opens: Float64Array.from(windows, ({ opens }) => opens),
    closes: Float64Array.from(windows, ({ closes }) => closes),
    before,
    total,
  };
}
