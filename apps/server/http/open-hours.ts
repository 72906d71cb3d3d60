import { identifier, type OpenHours, parseInstant, refuse, timeZone, WEEKDAYS } from '#kept/domain';
import { refuseRequest } from './request-refused.js';
import { DAY } from './schemas.js';

/** Of one day, and of special days: more is no working time but a list of appointments. */
const [MOST_INTERVALS, MOST_SPECIAL_DAYS] = [24, 1_000];

const CLOCK = '([01]\\d|2[0-3]):[0-5]\\d';
const OPENING = { type: 'string', pattern: `^${CLOCK}$`, examples: ['09:00'] } as const;
const CLOSING = { type: 'string', pattern: `^(${CLOCK}|24:00)$`, examples: ['18:00'] } as const;
const INTERVALS = {
  type: 'array',
  maxItems: MOST_INTERVALS,
  items: {
    type: 'object',
    required: ['opens', 'closes'],
    properties: { opens: OPENING, closes: CLOSING },
    additionalProperties: false,
  },
} as const;

/** What the API description says of the hours of a week, and of special days. */
export const WEEKLY = {
  type: 'object',
  description: 'By the wall clock. An end before its start is on the next day; a day that is not named is closed.',
  properties: Object.fromEntries(WEEKDAYS.map((day) => [day, INTERVALS])),
  additionalProperties: false,
} as const;
export const SPECIAL = {
  type: 'object',
  description: 'Dates with other hours than their weekday; with none, closed.',
  maxProperties: MOST_SPECIAL_DAYS,
  propertyNames: DAY,
  additionalProperties: INTERVALS,
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** The hours of a week, as they are sent. @throws RequestRefused, Refusal `value-missing` */
export function weeklyOf(sent: unknown, name: string): Record<string, OpenHours[]> {
  return eachDay(fieldsOf(sent, name, WEEKDAYS), name, intervalsOf);
}

/** The hours of special days, as they are sent. @throws RequestRefused, Refusal `value-missing` */
export function specialOf(sent: unknown, name: string): Record<string, OpenHours[]> {
  return eachDay(datesOf(sent, name), name, intervalsOf);
}

/** Something said of dates. @throws RequestRefused */
export function datesOf(sent: unknown, name: string): Fields {
  const dates = fieldsOf(sent, name);
  if (Object.keys(dates).length > MOST_SPECIAL_DAYS)
    refuseRequest('not-a-list', { field: name, most: MOST_SPECIAL_DAYS });
  for (const date of Object.keys(dates)) dateOf(date, name);
  return dates;
}

/** Each day with what is read of it. */
export function eachDay<T>(days: Fields, name: string, read: (sent: unknown, name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(days).map(([day, sent]) => [day, read(sent, `${name}.${day}`)]));
}

function intervalsOf(sent: unknown, name: string): OpenHours[] {
  if (!Array.isArray(sent) || sent.length > MOST_INTERVALS)
    return refuseRequest('not-a-list', { field: name, most: MOST_INTERVALS });
  return sent.map((interval, index) => {
    const { opens, closes } = fieldsOf(interval, `${name}.${index}`, ['opens', 'closes']);
    return {
      opens: matching(OPENING, opens, `${name}.${index}.opens`),
      closes: matching(CLOSING, closes, `${name}.${index}.closes`),
    };
  });
}

/** An object with no other fields than these; with any, where none are named. @throws RequestRefused */
export function fieldsOf(sent: unknown, name: string, allowed?: readonly string[]): Fields {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
    return refuseRequest('not-an-object', { field: name });
  const unknown = allowed && Object.keys(sent).find((key) => !allowed.includes(key));
  if (unknown !== undefined)
    refuseRequest('field-unknown', { field: `${name}.${unknown}`, allowed: allowed!.join(', ') });
  return sent as Fields;
}

/** A day of the calendar. @throws Refusal */
export function dateOf(sent: unknown, name: string): string {
  const date = matching(DAY, sent, name);
  parseInstant(`${date}T00:00:00Z`, name);
  return date;
}

/** The name of a zone. @throws Refusal */
export const zoneOf = (sent: unknown, name: string): string => timeZone(textOf(sent, name), name);

/** A name. @throws Refusal */
export const nameOf = (sent: unknown, name: string): string => identifier(sent as string, name);

function matching({ pattern }: { pattern: string }, sent: unknown, name: string): string {
  const text = textOf(sent, name);
  return new RegExp(pattern, 'u').test(text) ? text : refuse('text-malformed', { field: name });
}

const textOf = (value: unknown, name: string): string =>
  typeof value === 'string' ? value : refuse('value-missing', { field: name });
