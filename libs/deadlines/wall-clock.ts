import { instant } from '#kept/domain';
import { setTimeout } from 'node:timers/promises';
import { type Clock } from './ports.js';

/** The machine's clock. */
export const WALL_CLOCK: Clock = {
  now: () => instant(Date.now()),
  sleep: (milliseconds, wake) =>
    setTimeout(milliseconds, undefined, { signal: wake }).catch((error: unknown) => {
      if (!wake.aborted) throw error;
    }),
};
