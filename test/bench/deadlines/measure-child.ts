import { instant } from '#kept/domain';
import { setTimeout } from 'node:timers/promises';
import { BEGINNING } from './open-promises.js';
import { type Seen } from './seen.js';
import { type Watched, watching } from './watched.js';

const SECOND = 1_000;
/** Until what the start has left behind is done: for half a minute after it, memory is put in order. */
const SETTLING = 35 * SECOND;
const [directory, expected, idleSeconds] = process.argv.slice(2) as [string, string, string];

/** Idle for a while before the next deadline, then until so many breaches have been declared. */
const idle = Number(idleSeconds) * SECOND;
const lead = idle + SETTLING + SECOND;
const watched = await watching(directory, async (nextDue) => (await nextDue(instant(BEGINNING - 1)))! - lead);
await setTimeout(SETTLING);
const seen: Seen = {
  idle: await used(() => setTimeout(idle)),
  busy: await used(() => declared(watched, Number(expected))),
  lags: watched.lags.slice(0, Number(expected)),
  memory: process.memoryUsage.rss() / 2 ** 20,
  highest: process.resourceUsage().maxRSS / 1_024,
};
await watched.close();
process.send!(seen);

async function declared({ lags }: Watched, count: number): Promise<void> {
  while (lags.length < count) await setTimeout(10);
}

async function used(work: () => Promise<unknown>): Promise<{ processor: number; wall: number }> {
  const before = process.cpuUsage();
  const began = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { processor: (user + system) / 1_000, wall: performance.now() - began };
}
