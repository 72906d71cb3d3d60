import { type Duration } from '../duration.js';
import { type Instant } from '../instant.js';
import { after, before, type Span } from '../span.js';
import { DAY, dateOf, placeInWeek } from './dates.js';
import { type CalendarEdition } from './edition.js';
import {
  type CountedWindow,
  type ExplainedDay,
  type Explanation,
  type PinnedEdition,
  type SkippedDay,
} from './explanation.js';
import { WEEKDAYS } from './hours.js';
import { type Timetable, timetable } from './timetable.js';
import { type WorkingTime, workingTime } from './working-time.js';
import { clockChanges, PAGE, zoneClock } from './zone-clock.js';

export interface ToExplain {
  at: Instant;
  length: Span;
  /** Default `after`. */
  direction?: 'after' | 'before';
  /** `process.versions.tz`, where there is one: the domain does not look. */
  timeZoneDatabase?: string;
}

/** What is walked through, from date to date. */
interface Way {
  from: Instant;
  to: Instant;
  edition: CalendarEdition;
  table: Timetable;
  working: WorkingTime;
  /** The dates of the two moments, counted from 1970. */
  firstDay: number;
  lastDay: number;
}

/**
 * How the moment so long after or before another comes about: what was counted, what was skipped and why.
 * @throws Refusal as {@link WorkingTime} does
 */
export function explain(question: ToExplain, ...pinned: [PinnedEdition, ...PinnedEdition[]]): Explanation {
  const { at, length, direction = 'after', timeZoneDatabase } = question;
  const editions = pinned.map(({ edition }) => edition) as [CalendarEdition, ...CalendarEdition[]];
  const working = workingTime(...editions);
  const moment = (direction === 'after' ? after : before)(at, length, working);
  const way = wayBetween(at, moment, editions[0], working);
  const isElapsed = typeof length === 'number';
  const counted = !isElapsed && 'businessTime' in length ? countedWindows(way) : [];
  const days = !isElapsed && 'businessDays' in length ? countedDays(way, direction, length.businessDays) : [];
  const movedFrom = days.length > 0 ? sameTime(way, at, days.at(-1)!) : moment;
  const taken = new Set([...counted.map(({ date }) => date), ...days.map(dateOf)]);
  return {
    ...{ at, length, direction, moment, isProvisional: working.isProvisional(moment), counted },
    days: days.map((day) => explained(way, day)),
    ...(movedFrom !== moment && { movedFrom }),
    skipped: isElapsed ? [] : skippedDays(way, new Set([...taken, ...unasked(editions[0], question, moment)])),
    clockChanges: clockChanges(editions[0].timeZone, way.from, way.to),
    editions: pinned.map(({ version, edition: { timeZone, validFrom, validTo, source } }) => ({
      ...{ version, timeZone, validFrom, validTo, source },
    })),
    ...(timeZoneDatabase !== undefined && { timeZoneDatabase }),
  };
}

function wayBetween(at: Instant, moment: Instant, edition: CalendarEdition, working: WorkingTime): Way {
  const [from, to] = at < moment ? [at, moment] : [moment, at];
  const [firstDay, lastDay] = [dayIn(edition, from), dayIn(edition, to)];
  return { from, to, edition, table: timetable(edition), working, firstDay, lastDay };
}

/** Hours that began on the evening before are part of the way too. */
function countedWindows(way: Way): CountedWindow[] {
  const counted: CountedWindow[] = [];
  let end: number = way.from;
  for (let day = way.firstDay - 1; day <= way.lastDay; day += 1)
    for (const own of way.table.opening(day)) {
      const [from, to] = [Math.max(own.opens, end) as Instant, Math.min(own.closes, way.to) as Instant];
      for (const { opens, closes } of way.working.windows(from, to))
        counted.push({ ...explained(way, day), opens, closes, length: (closes - opens) as Duration });
      end = Math.max(end, own.closes);
    }
  return counted;
}

function countedDays({ firstDay, lastDay, table, working }: Way, direction: string, count: number): number[] {
  const isBusinessDay = (day: number): boolean =>
    table.opening(day).some(({ opens, closes }) => working.between(opens as Instant, closes as Instant) > 0);
  const length = lastDay - firstDay;
  const inOrder = Array.from({ length }, (_, step) =>
    direction === 'after' ? firstDay + 1 + step : lastDay - 1 - step,
  );
  return inOrder.filter(isBusinessDay).slice(0, count);
}

/** The clock time of a moment on another day, as business days keep it. */
function sameTime({ edition: { timeZone } }: Way, at: Instant, day: number): Instant {
  const wall = at + zoneClock(timeZone, Math.floor(at / PAGE)).offsetAt(at);
  const then = day * DAY + (wall - Math.floor(wall / DAY) * DAY);
  return zoneClock(timeZone, Math.floor(then / PAGE)).reaches(then) as Instant;
}

/** Dates that are not skipped though nothing is counted: the answer's, and the one from which business days count. */
function unasked(edition: CalendarEdition, { at, length }: ToExplain, moment: Instant): string[] {
  const isDays = typeof length !== 'number' && 'businessDays' in length;
  return (isDays ? [at, moment] : [moment]).map((one) => dateOf(dayIn(edition, one)));
}

function skippedDays(way: Way, taken: ReadonlySet<string>): SkippedDay[] {
  const skipped: SkippedDay[] = [];
  for (let day = way.firstDay; day <= way.lastDay; day += 1)
    if (!taken.has(dateOf(day))) skipped.push({ ...explained(way, day), why: whySkipped(way, day) });
  return skipped;
}

function whySkipped({ edition, table, working, from, to }: Way, day: number): SkippedDay['why'] {
  const clock = zoneClock(edition.timeZone, Math.floor((day * DAY) / PAGE));
  if (clock.reaches(day * DAY) === clock.reaches((day + 1) * DAY)) return 'no-such-date';
  const special = edition.special[dateOf(day)];
  const hours = special ?? edition.weekly[WEEKDAYS[placeInWeek(day)]!] ?? [];
  if (hours.length === 0) return special ? 'special-day' : 'weekday';
  const own = table.opening(day).filter(({ opens, closes }) => opens < to && closes > from);
  const isShared = own.some(({ opens, closes }) => working.between(opens as Instant, closes as Instant) > 0);
  return own.length > 0 && !isShared ? 'not-shared' : 'outside-hours';
}

function explained({ edition }: Way, day: number): ExplainedDay {
  const date = dateOf(day);
  const special = edition.specialDays?.[date];
  return { date, ...(special && { special }) };
}

function dayIn({ timeZone }: CalendarEdition, at: Instant): number {
  return Math.floor((at + zoneClock(timeZone, Math.floor(at / PAGE)).offsetAt(at)) / DAY);
}
