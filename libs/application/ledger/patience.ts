import { setTimeout } from 'node:timers/promises';

/** Waits before another attempt; `false` when there should be none. */
export type Backoff = (failedAttempts: number) => Promise<boolean>;

const ATTEMPTS = 10;
const FIRST_WAIT = 2;
const LONGEST_WAIT = 500;

/**
 * Ten attempts, with waits that double from 2 ms to half a second and are drawn at random from nothing to that: writers
 * that met once do not meet again in step (“full jitter”, M. Brooker, AWS Architecture Blog, 2015).
 */
export const patience: Backoff = async (failedAttempts) => {
  if (failedAttempts >= ATTEMPTS) return false;
  await setTimeout(Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failedAttempts));
  return true;
};
