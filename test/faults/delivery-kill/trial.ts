import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { random } from '../../support/random.js';
import { type LedgerPlaces } from '../../support/shapes.js';
import { built, freePort, issueKeys, type ServerProcess, startServerProcess } from '../../support/server-process.js';
import { Load } from './load.js';
import { everythingCame, receiving } from './receiving.js';
import { type Recorded, recordedAt } from './recorded.js';
import { Subscriber, type Subscription } from './subscriber.js';

export interface DeliveryPlan {
  ledger: Pick<LedgerPlaces, 'directory' | 'places' | 'environment'>;
  /** How often one of the two is killed. */
  kills: number;
  /** Of the kills, what part hits the server; the others hit the receiver. */
  server: number;
  seed: number;
  /** How many of the answers come late. */
  late: number;
  /** Milliseconds until everything has come that will. */
  patience?: number;
  /** Loaded before the server. */
  before: string;
}

export interface DeliveryTrial {
  recorded: readonly Recorded[];
  journal: string;
  subscriptions: Subscription[];
  killed: { server: number; receiver: number };
}

/** Entries that are recorded between two kills at least, and milliseconds within which the kill comes after them. */
const ENTRIES_BETWEEN = 15;
const WITHIN = 300;

/** A server that delivers to a receiver, and either may be killed at any moment. */
export async function tryDelivery(plan: DeliveryPlan): Promise<DeliveryTrial> {
  const { ledger, kills, seed, before, late } = plan;
  const { directory: data, places } = ledger;
  const journal = join(dirname(data), 'received.ndjson');
  writeFileSync(journal, '');
  const keys = await issueKeys(data, ['north'], places);
  const [port, receiverPort] = [await freePort(), await freePort()];
  const next = random(seed);
  const node = ['--import', pathToFileURL(built(before)).href];
  const environment = { ...ledger.environment, KEPT_DELIVERY_ALLOW: '127.0.0.1' };
  const startServer = (): Promise<ServerProcess> => startServerProcess({ data, port, node, environment });
  let lives = 0;
  const startReceiver = (): Promise<ChildProcess> => receiving([receiverPort, journal, seed + (lives += 1), late]);

  let server = await startServer();
  let receiver = await startReceiver();
  const load = new Load(server.address, keys, next);
  const killed = { server: 0, receiver: 0 };
  try {
    await load.prepare();
    const subscriber = new Subscriber(server.address, `http://127.0.0.1:${receiverPort}`, keys.integration);
    const [stays, signedOtherwise, ends] = [
      await subscriber.open('/stays', 'hmac-sha256'),
      await subscriber.open('/signed-otherwise', 'ed25519'),
      await subscriber.open('/ends', 'hmac-sha256'),
    ];
    const subscriptions = [stays, signedOtherwise, ends];
    load.start();
    for (let kill = 1; kill <= kills; kill += 1) {
      if (kill === Math.ceil(kills / 3))
        await Promise.all([subscriber.rotate(stays), subscriber.rotate(signedOtherwise)]);
      if (kill === Math.ceil(kills / 2)) await subscriber.end(ends);
      await load.recorded(ENTRIES_BETWEEN);
      await setTimeout(next() * WITHIN);
      // Both have their turn, however few there are.
      if (killed.server >= kill * plan.server) {
        killed.receiver += 1;
        receiver.kill('SIGKILL');
        await once(receiver, 'exit');
        receiver = await startReceiver();
      } else {
        killed.server += 1;
        server.signal('SIGKILL');
        await server.ended;
        server = await startServer();
      }
    }
    await load.recorded(ENTRIES_BETWEEN);
    await load.stop();
    const recorded = await recordedAt(places);
    await everythingCame({ recorded, journal, subscriptions }, plan.patience ?? 60_000);
    server.signal('SIGTERM');
    const { code } = await server.ended;
    if (code !== 0) throw new Error(`the server was asked to stop and ended with ${String(code)}: ${server.said()}`);
    return { recorded: await recordedAt(places), journal, subscriptions, killed };
  } finally {
    load.abandon();
    server.signal('SIGKILL');
    receiver.kill('SIGKILL');
  }
}
