import { AllowList, type Endpoint, type Endpoints, Feed, Webhooks } from '#kept/delivery';
import { commitmentCodec, streamName } from '#kept/contracts';
import { instant } from '#kept/domain';
import { type NewEvent, START } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { Holding } from '#kept/sharing';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { BEGINNING, writeOpenPromises } from '../deadlines/open-promises.js';
import { now } from './arrivals.js';

/** Commitments, each of another customer, that are breached in turn. */
const COMMITMENTS = 2_000;

/** A ledger that delivers to endpoints. */
export interface Delivering {
  /** Records a breach. @returns the event, and when it began to be recorded */
  breach(): Promise<{ id: string; at: number }>;
  close(): Promise<void>;
}

export async function delivering(directory: string, urls: readonly string[]): Promise<Delivering> {
  const store = openSqliteEventStore(join(directory, 'ledger.db'));
  if ((await store.head()) === START) await writeOpenPromises(store, COMMITMENTS, (n) => n);
  const feed = new Feed(store);
  const openedAt = await store.head();
  const webhooks = await Webhooks.open({
    ...{ store, feed, version: '0.1.0', origin: 'localhost', allow: new AllowList('127.0.0.1') },
    journal: join(directory, 'delivery.db'),
    failed: (error) => console.error(error),
  });
  await webhooks.start(fixed(urls.map((url, n) => endpoint(n, url, openedAt))));
  await webhooks.hold(Holding.ALL);
  let next = 0;
  return {
    breach: async () => {
      const event = breachOf();
      const at = now();
      next = (next + 1) % COMMITMENTS;
      await store.append(streamName('commitment', `k-${String(next).padStart(7, '0')}`), 'any', [event]);
      return { id: event.id, at };
    },
    close: async () => {
      await webhooks.stop();
      feed.close();
      await store.close();
    },
  };
}

function breachOf(): NewEvent {
  const moment = { occurredAt: BEGINNING, recordedAt: BEGINNING };
  const id = randomUUID();
  const obligation = { kind: 'keep' as const, entry: id };
  const { type, data, schemaVersion } = commitmentCodec.encode({
    type: 'BreachDeclared',
    data: { obligation, deadline: instant(BEGINNING), historic: false },
  });
  const named = { correlationId: id, causationId: id, commandId: id, commandFingerprint: id };
  return { id, type, data, metadata: { schemaVersion, actor: { id: 'watch', role: 'kept' }, ...moment, ...named } };
}

const endpoint = (n: number, url: string, openedAt: Endpoint['openedAt']): Endpoint => ({
  ...{
    subscription: `s-${n}`,
    owner: 'crm',
    teams: 'all',
    url,
    content: 'thin',
    openedAt,
    state: 'active',
    replays: [],
  },
  filter: { types: ['BreachDeclared'] },
  keys: [{ id: 'k', algorithm: 'hmac-sha256', secret: Buffer.alloc(32, n) }],
});

const fixed = (all: Endpoint[]): Endpoints => ({
  all: () => Promise.resolve(all),
  one: (subscription) => Promise.resolve(all.find((one) => one.subscription === subscription)),
  report: () => Promise.resolve(),
});
