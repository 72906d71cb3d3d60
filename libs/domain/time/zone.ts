import { Temporal } from 'temporal-polyfill';
import { refuse } from '../refusal.js';
import { instant, type Instant } from './instant.js';

/** A time zone of the IANA database, `Asia/Shanghai`. */
export type TimeZone = string & { readonly TimeZone: unique symbol };

/** Not looked up: that would load the whole database when nobody asks for another. */
export const UTC = 'UTC' as TimeZone;

const known = new Map<string, TimeZone>([['UTC', UTC]]);

/**
 * Checks a zone's name. Offsets (`+08:00`) are refused: they say nothing about the day the clocks change.
 * @throws Refusal `time-zone-unknown`
 */
export function timeZone(name: string, field = 'timeZone'): TimeZone {
  const seen = known.get(name);
  if (seen !== undefined) return seen;
  try {
    if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) throw new RangeError();
    const resolved = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    // An alias (`Asia/Calcutta`) stays as it was said; a spelling in another case becomes the database's own.
    const zone = (resolved.toLowerCase() === name.toLowerCase() ? resolved : name) as TimeZone;
    if (known.size < 10_000) known.set(name, zone);
    return zone;
  } catch {
    return refuse('time-zone-unknown', { field, value: name.slice(0, 64) });
  }
}

/** What to do with a clock time that a change of the clocks skips, or has twice. */
export type Disambiguation = 'reject' | 'earlier' | 'later';

/** A date and time on the wall, in no zone yet. Month and day count from 1. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  millisecond?: number;
}

/**
 * The instant at which the clocks of a zone show a local time.
 * @param disambiguation for a time that exists twice or not at all: refused, or the earlier or later reading. In a
 *   gap these are the readings by the offset after and before it, as in RFC 5545 and Temporal.
 * @throws Refusal `local-time-does-not-exist`, `local-time-exists-twice`, `instant-malformed` (no such date)
 */
export function fromLocal(
  local: LocalTime,
  zone: TimeZone,
  disambiguation: Disambiguation = 'reject',
  field = 'instant',
): Instant {
  const wall = wallClock(local, field);
  const offset = constantOffset(zone, local.year, local.month);
  if (offset !== undefined) return instant(wall - offset, field);
  const plain = Temporal.PlainDateTime.from(local);
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  if (disambiguation === 'reject' && !earlier.equals(later))
    refuse(earlier.toPlainDateTime().equals(plain) ? 'local-time-exists-twice' : 'local-time-does-not-exist', {
      field,
      value: plain.toString(),
      timeZone: zone,
    });
  return instant((disambiguation === 'later' ? later : earlier).epochMilliseconds, field);
}

/** What the clocks of a zone show at an instant. */
export function toLocal(at: Instant, zone: TimeZone): Required<LocalTime> {
  const utc = new Date(at);
  const offset = constantOffset(zone, utc.getUTCFullYear(), utc.getUTCMonth() + 1);
  const shift =
    offset ?? Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
  const wall = new Date(at + shift);
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    millisecond: wall.getUTCMilliseconds(),
  };
}

/** The first millisecond of a day in a zone, also where the clocks skip midnight. */
export function startOfDay({ year, month, day }: LocalTime, zone: TimeZone, field = 'day'): Instant {
  return instant(beginningOf(wallClock({ year, month, day }, field), zone), field);
}

/** The last millisecond of a day in a zone: when a promised day is due. */
export function endOfDay({ year, month, day }: LocalTime, zone: TimeZone, field = 'day'): Instant {
  // The last day of all, 31 December 9999, has an end too: the day after it need not be one that can be promised.
  return instant(beginningOf(wallClock({ year, month, day }, field) + 86_400_000, zone) - 1, field);
}

/** When a day begins whose midnight would be this instant if its zone were UTC. */
function beginningOf(midnight: number, zone: TimeZone): number {
  const date = new Date(midnight);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const offset = constantOffset(zone, year, month);
  if (offset !== undefined) return midnight - offset;
  return Temporal.PlainDate.from({ year, month, day }).toZonedDateTime(zone).epochMilliseconds;
}

/** The local time as if it were UTC; refuses dates and times that no calendar or clock has. */
function wallClock(local: LocalTime, field: string): number {
  const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 } = local;
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute, second, millisecond);
  const exists =
    year >= 1 &&
    year <= 9999 &&
    wall.getUTCMonth() === month - 1 &&
    wall.getUTCDate() === day &&
    wall.getUTCHours() === hour &&
    wall.getUTCMinutes() === minute &&
    wall.getUTCSeconds() === second &&
    wall.getUTCMilliseconds() === millisecond;
  if (!exists) refuse('instant-malformed', { field, value: [year, month, day, hour, minute, second].join('-') });
  return wall.getTime();
}

const offsets = new Map<string, number | undefined>();
const TWO_DAYS = 2 * 86_400_000;

/**
 * The zone's offset in milliseconds if it never changes from two days before a month to two days after it. Most months
 * are like that, and arithmetic is a hundred times faster than asking the time zone database.
 */
function constantOffset(zone: TimeZone, year: number, month: number): number | undefined {
  const key = `${zone} ${year} ${month}`;
  if (offsets.has(key)) return offsets.get(key);
  const begin = new Date(0).setUTCFullYear(year, month - 1, 1) - TWO_DAYS;
  const end = new Date(0).setUTCFullYear(year, month, 1) + TWO_DAYS;
  const start = Temporal.Instant.fromEpochMilliseconds(begin).toZonedDateTimeISO(zone);
  const change = start.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
  const offset = change > end ? start.offsetNanoseconds / 1_000_000 : undefined;
  if (offsets.size < 100_000) offsets.set(key, offset);
  return offset;
}
