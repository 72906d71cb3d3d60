import { type CalendarEdition, type OpenHours, WEEKDAYS } from '#kept/domain';
import { type Column, formatted } from '../output/formats.js';

/** A day of an edition: one of every week, or a date. */
export interface EditionDay {
  day: string;
  hours: OpenHours[];
  name?: string;
}

/** The week, then the special days in their order. */
export function daysOf({ weekly, special, specialDays = {} }: CalendarEdition): EditionDay[] {
  const dates = Object.keys(special).sort();
  return [
    ...WEEKDAYS.map((day) => ({ day, hours: weekly[day] ?? [] })),
    ...dates.map((day) => ({ day, hours: special[day]!, ...nameOf(specialDays[day]?.name) })),
  ];
}

const nameOf = (name: string | undefined): { name?: string } => (name === undefined ? {} : { name });

export const EDITION_COLUMNS: Column<EditionDay>[] = [
  { heading: 'day', cell: ({ day }) => day },
  { heading: 'open', cell: ({ hours }) => hoursText(hours) },
  { heading: 'what', cell: ({ name = '' }) => name },
];

export function hoursText(hours: readonly OpenHours[]): string {
  return hours.map(({ opens, closes }) => `${opens}–${closes}`).join(', ') || 'closed';
}

/** An edition of a team, as a list of them shows it. */
export interface ListedEdition {
  version: string;
  inForce: boolean;
  timeZone: string;
  validFrom: string;
  validTo: string;
  specialDays: number;
  source: string;
}

const LIST_COLUMNS: Column<ListedEdition>[] = [
  { heading: 'version', cell: ({ version }) => version },
  { heading: 'in force', cell: ({ inForce }) => (inForce ? 'yes' : '') },
  { heading: 'zone', cell: ({ timeZone }) => timeZone },
  { heading: 'valid', cell: ({ validFrom, validTo }) => `${validFrom} – ${validTo}` },
  { heading: 'special days', cell: ({ specialDays }) => String(specialDays), align: 'right' },
  { heading: 'source', cell: ({ source }) => source },
];

export function listedEditions(rows: readonly ListedEdition[], format: Parameters<typeof formatted>[1]): string {
  return formatted(rows, format, LIST_COLUMNS);
}
