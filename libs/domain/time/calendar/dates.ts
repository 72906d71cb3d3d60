import { refuse } from '../../refusal.js';

export const DAY = 86_400_000;

const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** A date that the calendar has: 30 February is refused, not moved. @throws Refusal */
export function existingDate(date: string, field: string): string {
  if (!DATE.test(date)) refuse('text-malformed', { field });
  if (dateOf(dayNumber(date)) !== date) refuse('text-malformed', { field });
  return date;
}

/** Dates are counted from 1970-01-01, which is day 0, so that they can be reckoned with. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Its place in the week, from Monday, 0. The first of all days was a Thursday. */
export function placeInWeek(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
