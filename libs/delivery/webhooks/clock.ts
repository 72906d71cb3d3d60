import { instant, type Instant } from '#kept/domain';

/** The time, and a way to be woken. */
export interface Clock {
  now(): Instant;
  /** Calls back after some milliseconds. @returns what takes that back */
  after(milliseconds: number, call: () => void): () => void;
}

/** A timer that is set for longer goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's clock. Nobody stays up for it: what is to be done later is in the journal. */
export const WALL_CLOCK: Clock = {
  now: () => instant(Date.now()),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, Math.min(milliseconds, LONGEST_TIMER)).unref();
    return () => clearTimeout(timer);
  },
};
