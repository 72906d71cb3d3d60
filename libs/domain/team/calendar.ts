import { identifier } from '../check.js';
import { refuse } from '../refusal.js';
import { timeZone } from '../time/index.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Open hours by the wall clock, `09:00` to `18:00`; an end of `24:00` is midnight, one before its start the next day. */
export interface OpenHours {
  opens: string;
  closes: string;
}

/** One immutable edition of a team's working time. */
export interface CalendarEdition {
  timeZone: string;
  weekly: Partial<Record<Weekday, OpenHours[]>>;
  /** Dates (`2026-02-17`) whose hours differ from their weekday's: none on a holiday. */
  special: Record<string, OpenHours[]>;
  /** First and last date the edition speaks for. */
  validFrom: string;
  validTo: string;
  /** Where it came from. */
  source: string;
}

const OPENING = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const CLOSING = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** The edition with every part checked. @throws Refusal naming the part */
export function checkedEdition(edition: CalendarEdition): CalendarEdition {
  const weekly: CalendarEdition['weekly'] = {};
  for (const day of WEEKDAYS) {
    const hours = edition.weekly[day];
    if (hours) weekly[day] = hours.map((open) => checkedHours(open, `weekly.${day}`));
  }
  const special = Object.entries(edition.special).map(([date, hours]) => [
    existing(date, 'special'),
    hours.map((open) => checkedHours(open, `special.${date}`)),
  ]);
  const validFrom = existing(edition.validFrom, 'validFrom');
  const validTo = existing(edition.validTo, 'validTo');
  if (validTo < validFrom) refuse('window-ends-before-it-starts', { field: 'validTo' });
  return {
    timeZone: timeZone(edition.timeZone),
    weekly,
    special: Object.fromEntries(special) as CalendarEdition['special'],
    validFrom,
    validTo,
    source: identifier(edition.source, 'source'),
  };
}

function checkedHours({ opens, closes }: OpenHours, field: string): OpenHours {
  return { opens: matching(OPENING, opens, `${field}.opens`), closes: matching(CLOSING, closes, `${field}.closes`) };
}

/** A date that the calendar has: 30 February is refused, not moved. */
function existing(date: string, field: string): string {
  const midnight = new Date(`${matching(DATE, date, field)}T00:00:00Z`);
  if (midnight.toISOString().slice(0, 10) !== date) refuse('text-malformed', { field });
  return date;
}

function matching(pattern: RegExp, value: string, field: string): string {
  if (!pattern.test(value)) refuse('text-malformed', { field });
  return value;
}
