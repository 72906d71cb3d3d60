import { setTimeout as wait } from 'node:timers/promises';
import { say } from '#kept/terminal';

/** Milliseconds without a new entry after which a server has nothing left to do by itself. */
const STILL = 3_000;
const EVERY = 250;

/**
 * Waits until a server has recorded what it finds out by itself, the deadlines that had passed while it did not run, and
 * has projected all of it. On a ledger of a million commitments that takes minutes.
 */
export async function whenQuiet(address: string): Promise<void> {
  let last = '';
  let since = performance.now();
  for (let looks = 0; performance.now() - since < STILL; looks += 1) {
    const { head, reached } = (await (await fetch(`${address}/readyz`)).json()) as { head: string; reached: string };
    if (head !== last || reached !== head) since = performance.now();
    last = head;
    if (looks % 80 === 79) say(`the server still records what it finds out by itself: ${head}`);
    await wait(EVERY);
  }
}
