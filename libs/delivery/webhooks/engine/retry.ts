import { type Instant } from '#kept/domain';
import { type Outcome } from '../sending/exchange.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds from one attempt to the next; the first is made at once. After the last a delivery is given up. */
export const SCHEDULE: readonly number[] = [
  ...[0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
];

/** Of the schedule, more or less: those that failed together do not come back together. */
const JITTER = 0.2;

/** Who says that it is too much, or says nothing any more, is left alone for so long at least. */
const REST = MINUTE;
const OVERLOADED: readonly number[] = [429, 502, 504];

/** What the time until the next attempt depends on. */
export interface Failed {
  outcome: Pick<Outcome, 'status' | 'failure' | 'retryAfter'>;
  /** Attempts made so far: 1 after the first. */
  attempts: number;
  now: Instant;
  /** From 0 up to, and not including, 1. */
  random: () => number;
}

/**
 * Milliseconds until a delivery is tried again, or `undefined` where it is given up. `Retry-After` (RFC 9110, §10.2.3) is
 * honoured between once and twice what the schedule says.
 */
export function delayAfter({ outcome, attempts, now, random }: Failed): number | undefined {
  const planned = SCHEDULE[attempts];
  if (planned === undefined) return undefined;
  const isOverloaded = outcome.failure === 'timeout' || OVERLOADED.includes(outcome.status ?? 0);
  const least = isOverloaded ? REST : 0;
  const base = Math.max(planned, least);
  const asked = retryAfter(outcome.retryAfter, now);
  if (asked !== undefined) return Math.min(Math.max(asked, base), 2 * base);
  const jitter = JITTER * (2 * random() - 1);
  return Math.max(least, Math.round(base * (1 + (base === least ? Math.abs(jitter) : jitter))));
}

const IMF_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds from now, by a header that holds seconds or a date; what is neither says nothing. */
function retryAfter(text: string | undefined, now: Instant): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text) * SECOND;
  const date = IMF_DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : date - now;
}
