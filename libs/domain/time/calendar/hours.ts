import { refuse } from '../../refusal.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Open hours by the wall clock, `09:00` to `18:00`; an end of `24:00` is midnight, one before its start the next day. */
export interface OpenHours {
  opens: string;
  closes: string;
}

const OPENING = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const CLOSING = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const MINUTES_OF_DAY = 1_440;

/** Minutes from the midnight that begins the day; where they close the next day, past 1,440. */
export interface MinutesOpen {
  opens: number;
  closes: number;
}

export function minutesOpen({ opens, closes }: OpenHours): MinutesOpen {
  const [from, to] = [minuteOf(opens), minuteOf(closes)];
  return { opens: from, closes: to < from ? to + MINUTES_OF_DAY : to };
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

/** The hours of one day in their order. @throws Refusal where they are malformed, empty, or overlap */
export function checkedHours(hours: readonly OpenHours[], field: string): OpenHours[] {
  const sorted = hours.map((open) => wellFormed(open, field)).sort((a, b) => a.opens.localeCompare(b.opens));
  sorted.forEach((open, index) => {
    if (index > 0 && reachInto(sorted[index - 1]!, open, 0)) refuse('hours-overlap', { field });
  });
  return sorted;
}

/** Whether the night of a weekday reaches into the hours of the next. @throws Refusal */
export function checkNights(weekly: Partial<Record<Weekday, OpenHours[]>>): void {
  WEEKDAYS.forEach((day, index) => {
    const next = WEEKDAYS[(index + 1) % 7]!;
    const [last, first] = [weekly[day]?.at(-1), weekly[next]?.[0]];
    if (last && first && reachInto(last, first, MINUTES_OF_DAY)) refuse('hours-overlap', { field: `weekly.${next}` });
  });
}

function reachInto(earlier: OpenHours, later: OpenHours, between: number): boolean {
  return minutesOpen(earlier).closes > minutesOpen(later).opens + between;
}

function wellFormed({ opens, closes }: OpenHours, field: string): OpenHours {
  if (!OPENING.test(opens)) refuse('text-malformed', { field: `${field}.opens` });
  if (!CLOSING.test(closes)) refuse('text-malformed', { field: `${field}.closes` });
  // Nobody knows whether that is nothing or a whole day; a whole day is 00:00 to 24:00.
  if (opens === closes) refuse('hours-empty', { field, value: opens });
  return { opens, closes };
}
