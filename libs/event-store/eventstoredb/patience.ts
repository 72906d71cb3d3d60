import { setTimeout } from 'node:timers/promises';

const FIRST_WAIT = 50;
const LONGEST_WAIT = 1_000;

/** Waits between attempts, longer each time, until its milliseconds are spent. */
export class Patience {
  readonly #until: number;
  #wait = FIRST_WAIT;

  constructor(milliseconds: number) {
    this.#until = performance.now() + milliseconds;
  }

  /** @returns whether there is time for another attempt, after having waited for it */
  async another(signal?: AbortSignal): Promise<boolean> {
    const left = this.#until - performance.now();
    if (left <= 0 || signal?.aborted) return false;
    await setTimeout(Math.min(this.#wait, left), undefined, { ...(signal && { signal }) }).catch(() => undefined);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    return !signal?.aborted;
  }
}
