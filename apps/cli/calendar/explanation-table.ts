import { type Explanation, formatDuration, type Instant, type TimeZone, type WhySkipped } from '#kept/domain';
import { type Column, formatted } from '../output/formats.js';
import { clockTime } from '../output/times.js';

/** One line of an explanation: a date, and what became of it. */
interface Line {
  date: string;
  what: string;
  counted: string;
  name: string;
}

const WHY: Record<WhySkipped, string> = {
  weekday: 'closed on this day of the week',
  'special-day': 'closed, a special day',
  'no-such-date': 'the zone had no such date',
  'not-shared': 'not open when the others are',
  'outside-hours': 'its hours were over, or had not begun',
};

const COLUMNS: Column<Line>[] = [
  { heading: 'date', cell: ({ date }) => date },
  { heading: 'what', cell: ({ what }) => what },
  { heading: 'counted', cell: ({ counted }) => counted, align: 'right' },
  { heading: 'called', cell: ({ name }) => name },
];

/** What was counted and what was skipped, date by date. */
export function explanationTable({ counted, days, skipped }: Explanation, zone: TimeZone): string {
  const lines: Line[] = [
    ...counted.map(({ date, opens, closes, length, special }) => ({
      ...{ date, name: special?.name ?? '', counted: formatDuration(length) },
      what: `${clockTime(opens, zone)} – ${clockTime(closes, zone)}`,
    })),
    ...days.map(({ date, special }) => ({ date, what: 'a business day', counted: '1 day', name: special?.name ?? '' })),
    ...skipped.map(({ date, why, special }) => ({ date, what: WHY[why], counted: '', name: special?.name ?? '' })),
  ];
  return formatted(
    lines.sort((a, b) => a.date.localeCompare(b.date)),
    'table',
    COLUMNS,
  );
}

/** The answer, and what is to be known beside it. */
export function explanationNotes(explanation: Explanation, zone: TimeZone): string[] {
  const { at, direction, moment, isProvisional, movedFrom, clockChanges, editions, timeZoneDatabase } = explanation;
  const time = (one: Instant): string => clockTime(one, zone);
  return [
    `${direction} ${time(at)}: ${time(moment)} (${zone})${isProvisional ? ', provisional' : ''}`,
    ...(movedFrom === undefined ? [] : [`moved from ${time(movedFrom)}, when it is closed`]),
    ...clockChanges.map(
      ({ at: change, before, after }) => `clocks change at ${time(change)}: ${minutes(after - before)}`,
    ),
    ...(isProvisional ? ['no edition speaks for that time yet: the weeks of this one were taken to go on'] : []),
    ...editions.map(
      ({ version, validFrom, validTo, source }) => `by calendar ${version}, ${validFrom} – ${validTo}, from ${source}`,
    ),
    `time zone database ${timeZoneDatabase ?? 'unknown'}`,
  ];
}

function minutes(change: number): string {
  return `${change > 0 ? '+' : '−'}${Math.abs(change) / 60_000} minutes`;
}
