import { subscriptionCodec } from '#kept/contracts';
import { type Entry, type SubscriptionEvent } from '#kept/domain';
import { type EventStore } from '#kept/event-store';
import { randomBytes, randomUUID } from 'node:crypto';
import { type AccessFixture, NOW, openAccess } from '../../access/testing/access.fixture.js';
import { type CommandMetadata } from '../../ledger/index.js';
import { secretsKeyFrom } from '../secrets-key.js';
import { type SubscriptionRequest, Subscriptions } from '../subscriptions.js';

export const HOOKS = 'https://crm.example.com/hooks';

export const ofCrm: SubscriptionRequest = {
  ...{ owner: 'crm', teams: ['north'], url: HOOKS, filter: { types: ['BreachDeclared'] }, content: 'thin' },
};

/** A command of the integration, now. */
export function byCrm(more: Partial<CommandMetadata> = {}): CommandMetadata {
  return {
    ...{ commandId: randomUUID(), actor: { id: 'crm', role: 'integration' } },
    ...{ occurredAt: NOW, recordedAt: NOW, ...more },
  };
}

export const newSecretsKey = (): string => randomBytes(32).toString('base64');

/** Everything that is written in the streams of subscriptions, as text. */
export async function everythingWritten(store: EventStore): Promise<string> {
  const written: unknown[] = [];
  for await (const page of store.readAll())
    for (const { stream, data } of page) if (stream.startsWith('subscription-')) written.push(data);
  return JSON.stringify(written);
}

export interface SubscriptionsFixture extends AccessFixture {
  subscriptions: Subscriptions;
  secretsKey: string;
  /** As another process has them, with the same key unless it is given another, or several. */
  elsewhere: (secretsKey?: string) => Subscriptions;
  entriesOf: (subscription: string) => Promise<Entry<SubscriptionEvent>[]>;
}

/** A real store, and the subscriptions in it. Addresses that begin with 10. are not public. */
export function openSubscriptions(): SubscriptionsFixture {
  const access = openAccess();
  const secretsKey = newSecretsKey();
  const forbids = (url: string) => (new URL(url).hostname.startsWith('10.') ? 'address-forbidden' : undefined);
  const on = (store: EventStore, key: string) => new Subscriptions(store, secretsKeyFrom(key), forbids);
  return {
    ...access,
    subscriptions: on(access.store, secretsKey),
    secretsKey,
    elsewhere: (key = secretsKey) => on(access.another().store, key),
    entriesOf: async (subscription) => {
      const entries: Entry<SubscriptionEvent>[] = [];
      for await (const page of access.store.readStream(`subscription-${subscription}`))
        for (const event of page)
          entries.push(subscriptionCodec.decode({ ...event, ...event.metadata }) as Entry<SubscriptionEvent>);
      return entries;
    },
  };
}
