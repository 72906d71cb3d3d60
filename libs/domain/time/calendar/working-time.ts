import { type Duration } from '../duration.js';
import { instant, type Instant } from '../instant.js';
import { type Disambiguation } from '../zone.js';
import { businessDays } from './business-days.js';
import { type CalendarEdition } from './edition.js';
import { lastNotAbove, lastOpening, openBefore, pagesOf } from './pages.js';
import { type OpenWindow, type Timetable, timetable } from './timetable.js';
import { PAGE } from './zone-clock.js';

/**
 * Open hours of one calendar edition, or of several at once (their intersection), compiled. All of its answers that need
 * an open moment refuse with `calendar-never-open` where there is none within five years.
 */
export interface WorkingTime {
  /**
   * The moment by which it has been open for so long: the first such, so a deadline exactly at closing stays there. Of no
   * length, the next open moment.
   */
  add(at: Instant, length: Duration): Instant;
  /** The last moment from which it is open for so long until `at`. Of no length, `at` or the closing before it. */
  subtract(at: Instant, length: Duration): Instant;
  /** How long it is open in [from, to): real time, also where clocks change. Nothing where `to` is not after `from`. */
  between(from: Instant, to: Instant): Duration;
  /** The moment itself where it is open, else the next opening. A closing moment is not open. */
  next(at: Instant): Instant;
  /**
   * The same clock time so many business days later, or the next opening where it is closed then; a closing moment
   * stays. Zero days is the next open moment.
   * @param disambiguation for a clock time that the zone skips or shows twice on that day; by default the first moment at
   *   which the clocks have reached it
   */
  addDays(at: Instant, days: number, disambiguation?: Disambiguation): Instant;
  /** The same clock time so many business days before, or the closing before it where it is closed then. */
  subtractDays(at: Instant, days: number, disambiguation?: Disambiguation): Instant;
  isOpen(at: Instant): boolean;
  /** The stretches of [from, to) that are open, in order; those that touch are one. */
  windows(from: Instant, to: Instant): OpenWindow<Instant>[];
  /** Whether an answer about that moment goes beyond what the editions speak for. */
  isProvisional(at: Instant): boolean;
}

interface Compiled {
  working?: WorkingTime;
  /** With one more edition beside. */
  beside: WeakMap<CalendarEdition, Compiled>;
}

/** Compiled once for each edition that is in memory, and forgotten with it. */
const compiled: Compiled['beside'] = new WeakMap();

/**
 * The working time of an edition, or what several have in common (a team's and its customer's). Business days are counted
 * in the zone of the first.
 */
export function workingTime(...editions: [CalendarEdition, ...CalendarEdition[]]): WorkingTime {
  let [within, found] = [compiled, undefined as Compiled | undefined];
  for (const edition of editions) {
    found = within.get(edition);
    if (found === undefined) within.set(edition, (found = { beside: new WeakMap() }));
    within = found.beside;
  }
  const [first, ...rest] = editions;
  return (found!.working ??= compile([timetable(first), ...rest.map(timetable)]));
}

function compile(timetables: [Timetable, ...Timetable[]]): WorkingTime {
  const pages = pagesOf(timetables);
  const from = Math.max(...timetables.map(({ speaks }) => speaks.from));
  const to = Math.min(...timetables.map(({ speaks }) => speaks.to));

  function between(begin: number, end: number): number {
    if (end <= begin) return 0;
    const [first, last] = [pageOf(begin), pageOf(end)];
    let open = openBefore(pages.at(last), end) - openBefore(pages.at(first), begin);
    for (let index = first; index < last; index += 1) open += pages.at(index).total;
    return open;
  }

  function add(at: Instant, length: Duration): Instant {
    if (length === 0) return next(at);
    let index = pageOf(at);
    let page = pages.at(index);
    let rest = length + openBefore(page, at);
    while (rest > page.total) {
      rest -= page.total;
      index = pages.next(index);
      page = pages.at(index);
    }
    // The last window that it takes something of: one that begins just when the length is up is not begun.
    const window = lastNotAbove(page.before, rest - 1);
    return instant(page.opens[window]! + rest - page.before[window]!);
  }

  function subtract(at: Instant, length: Duration): Instant {
    if (length === 0) return previous(at);
    let index = pageOf(at);
    let page = pages.at(index);
    let rest = openBefore(page, at) - length;
    while (rest < 0) {
      index = pages.previous(index);
      page = pages.at(index);
      rest += page.total;
    }
    const window = lastNotAbove(page.before, rest);
    return instant(page.opens[window]! + rest - page.before[window]!);
  }

  function next(at: Instant): Instant {
    const index = pageOf(at);
    const page = pages.at(index);
    const window = lastOpening(page, at);
    if (window >= 0 && at < page.closes[window]!) return at;
    const opening = window + 1 < page.opens.length ? page.opens[window + 1] : pages.at(pages.next(index)).opens[0];
    return instant(opening!);
  }

  /** At itself where it is open, or is closing; else the closing before. */
  function previous(at: Instant): Instant {
    const index = pageOf(at);
    const page = pages.at(index);
    const window = lastOpening(page, at);
    if (window >= 0) return instant(Math.min(at, page.closes[window]!));
    return instant(pages.at(pages.previous(index)).closes.at(-1)!);
  }

  function isOpen(at: Instant): boolean {
    const page = pages.at(pageOf(at));
    const window = lastOpening(page, at);
    return window >= 0 && at < page.closes[window]!;
  }

  function isClosing(at: Instant): boolean {
    // What ends with a page ends in that page.
    const page = pages.at(pageOf(at - 1));
    return page.closes[lastOpening(page, at - 1)] === at;
  }

  function windows(begin: number, end: number): OpenWindow<Instant>[] {
    const found: OpenWindow<Instant>[] = [];
    for (let index = pageOf(begin); index * PAGE < end; index += 1) {
      const { opens, closes } = pages.at(index);
      for (let window = 0; window < opens.length; window += 1) {
        const open = { opens: Math.max(opens[window]!, begin), closes: Math.min(closes[window]!, end) };
        if (open.opens >= open.closes) continue;
        const before = found.at(-1);
        if (before?.closes === open.opens) before.closes = open.closes as Instant;
        else found.push(open as OpenWindow<Instant>);
      }
    }
    return found;
  }

  const days = businessDays(timetables[0], between, pages);

  return {
    add,
    subtract,
    between: (begin, end) => between(begin, end) as Duration,
    next,
    addDays(at, count, disambiguation) {
      const then = instant(days.sameTime(at, count, disambiguation));
      return count !== 0 && isClosing(then) ? then : next(then);
    },
    subtractDays: (at, count, disambiguation) => previous(instant(days.sameTime(at, -count, disambiguation))),
    isOpen,
    windows,
    isProvisional: (at) => at < from || at > to,
  };
}

function pageOf(at: number): number {
  return Math.floor(at / PAGE);
}
