import { refuse } from '../refusal.js';
import { instant, type Instant } from './instant.js';

/** An elapsed time in milliseconds, never negative. */
export type Duration = number & { readonly Duration: unique symbol };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const A_CENTURY = 36_525 * DAY;

export const ZERO = 0 as Duration;

/** @throws Refusal `duration-out-of-range` unless it is a whole number of milliseconds from nothing to a century */
export function duration(milliseconds: number, field = 'duration'): Duration {
  if (!Number.isInteger(milliseconds) || milliseconds < 0 || milliseconds > A_CENTURY)
    refuse('duration-out-of-range', { field, value: String(milliseconds) });
  // Minus zero, which JSON does not keep, becomes zero.
  return (milliseconds + 0) as Duration;
}

const ISO_DURATION = /^P(?=.)(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,11})(?:\.(\d{1,3}))?S)?)?$/;

/**
 * Reads an ISO 8601 duration of days, hours, minutes and seconds; a day is 24 hours. Months and years have no fixed
 * length and are refused.
 * @throws Refusal `duration-malformed` or `duration-out-of-range`
 */
export function parseDuration(text: string, field = 'duration'): Duration {
  const parts = ISO_DURATION.exec(text);
  if (!parts) return refuse('duration-malformed', { field, value: text.slice(0, 40) });
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((part) => Number(parts[part] ?? 0));
  const milliseconds = Number((parts[5] ?? '0').padEnd(3, '0'));
  return duration(days! * DAY + hours! * HOUR + minutes! * MINUTE + seconds! * SECOND + milliseconds, field);
}

/** ISO 8601 in hours, minutes and seconds: `PT36H`, `PT15M`, `PT0S`. */
export function formatDuration(length: Duration): string {
  const hours = Math.floor(length / HOUR);
  const minutes = Math.floor((length % HOUR) / MINUTE);
  const seconds = (length % MINUTE) / SECOND;
  if (length === 0) return 'PT0S';
  return `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
}

/** The instant that much later, of elapsed time. */
export function later(at: Instant, by: Duration): Instant {
  return instant(at + by);
}
