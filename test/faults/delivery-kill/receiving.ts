import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { built } from '../../support/server-process.js';
import { missing, toldTo } from './check.js';
import { readReceived } from './journal.js';
import { type Recorded } from './recorded.js';
import { type Subscription } from './subscriber.js';

/** Starts a receiver: its port, its journal, a seed, how many of its answers come late. */
export async function receiving(said: readonly unknown[]): Promise<ChildProcess> {
  const child = fork(built('test/faults/delivery-kill/receiver.js'), said.map(String), { execArgv: [] });
  await once(child, 'message');
  return child;
}

/** Waits until nothing is missing any more; what is missing after all, the check will say. */
export async function everythingCame(
  {
    recorded,
    journal,
    subscriptions,
  }: { recorded: readonly Recorded[]; journal: string; subscriptions: readonly Subscription[] },
  patience: number,
): Promise<void> {
  const end = performance.now() + patience;
  const live = subscriptions.filter(({ endedAt }) => endedAt === undefined);
  const told = live.map((subscription) => toldTo(subscription, recorded));
  while (performance.now() < end) {
    const all = readReceived(journal);
    const left = live.flatMap((one, index) =>
      missing(
        one,
        told[index]!,
        all.filter(({ path }) => path === one.path),
      ),
    );
    if (left.length === 0) return;
    await setTimeout(100);
  }
}
