import { refuse } from '../refusal.js';

/** A moment in time: milliseconds since 1970-01-01T00:00Z, an integer. */
export type Instant = number & { readonly Instant: unique symbol };

/** 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: the years that ISO 8601 writes with four digits. */
const EARLIEST = -62_135_596_800_000;
const LATEST = 253_402_300_799_999;

/**
 * Checks that a number is an instant of the years 1 to 9999.
 * @throws Refusal `instant-out-of-range`, also for NaN and fractions of a millisecond
 */
export function instant(milliseconds: number, field = 'instant'): Instant {
  if (!Number.isInteger(milliseconds) || milliseconds < EARLIEST || milliseconds > LATEST)
    refuse('instant-out-of-range', { field, value: String(milliseconds) });
  // Minus zero, which JSON does not keep, becomes zero.
  return (milliseconds + 0) as Instant;
}

const ISO_INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Reads an ISO 8601 date and time with an offset, `2024-02-05T00:00:00Z` or `…+08:00`. Digits beyond the millisecond
 * are cut off; a day that no calendar has (30 February) is refused, not moved.
 * @throws Refusal `instant-malformed` or `instant-out-of-range`
 */
export function parseInstant(text: string, field = 'instant'): Instant {
  if (!ISO_INSTANT.test(text)) return refuse('instant-malformed', { field, value: text.slice(0, 40) });
  // Each has its place: to take them out of the text with the pattern takes several times as long.
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const second = text.charCodeAt(16) === COLON ? twoDigits(text, 17) : 0;
  const isInCalendar = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, text);
  if (!isInCalendar || twoDigits(text, 11) > 23 || twoDigits(text, 14) > 59 || second > 59)
    refuse('instant-malformed', { field, value: text.slice(0, 40) });
  return instant(Date.parse(text.length > LONGEST_KEPT ? text.replace(/(\.\d{3})\d+/, '$1') : text), field);
}

const [ZERO, COLON] = [0x30, 0x3a];

/** Longer ones may have digits beyond the millisecond. */
const LONGEST_KEPT = '2024-02-05T00:00:00.000Z'.length;

const twoDigits = (text: string, at: number): number =>
  (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

/** In the year that the text begins with, of the Gregorian calendar, also before there was one. */
function daysIn(month: number, text: string): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  const [century, year] = [twoDigits(text, 0), twoDigits(text, 2)];
  return (year === 0 ? century : year) % 4 === 0 ? 29 : 28;
}

const DAY = 86_400_000;
const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

const DAYS_AT_HAND = 1_024;

/** Days as they were written last, `2024-02-05T`, each in the place of its number: answers are full of moments of few years. */
const writtenDays = Array.from({ length: DAYS_AT_HAND }, () => ({ number: NaN, text: '' }));

function textOfDay(number: number): string {
  const written = writtenDays[number & (DAYS_AT_HAND - 1)]!;
  if (written.number !== number) {
    // The text first: of what is no day there is none, and it must not be found here the next time.
    written.text = new Date(number * DAY).toISOString().slice(0, -13);
    written.number = number;
  }
  return written.text;
}

/**
 * ISO 8601 in UTC with milliseconds, `2024-02-05T00:00:00.000Z`: the text that `Date` would give, for an eighth of its
 * price.
 */
export function formatInstant(at: Instant): string {
  const day = Math.floor(at / DAY);
  const milliseconds = at - day * DAY;
  const seconds = Math.floor(milliseconds / 1_000);
  const minutes = Math.floor(seconds / 60);
  const time = `${TWO_DIGITS[Math.floor(minutes / 60)]!}:${TWO_DIGITS[minutes % 60]!}:${TWO_DIGITS[seconds % 60]!}`;
  return `${textOfDay(day)}${time}.${String(milliseconds % 1_000).padStart(3, '0')}Z`;
}
