import { anEvent, openTemporaryEventStore, type TemporaryEventStore } from '#kept/event-store/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VirtualClock } from '../testing/virtual-clock.fixture.js';
import { SubscriptionFollower } from './subscription-follower.js';

let ledger: TemporaryEventStore;
let clock: VirtualClock;
let heard: string[];
let follower: SubscriptionFollower;
/** Resolves when so much has been heard. */
let heardOf: (count: number) => Promise<void>;

beforeEach(async () => {
  ledger = await openTemporaryEventStore();
  clock = new VirtualClock();
  heard = [];
  let wake = (): void => undefined;
  const hear = (what: string) => (): Promise<void> => {
    heard.push(what);
    wake();
    return Promise.resolve();
  };
  heardOf = async (count) => {
    while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
  };
  follower = new SubscriptionFollower({
    ...{ store: ledger.store, clock, failed: (error) => heard.push(String(error)) },
    engine: {
      lookAtAll: hear('all'),
      changed: (subscription) => hear(`changed ${subscription}`)(),
      ownerChanged: (owner) => hear(`owner ${owner}`)(),
    },
  });
});
afterEach(async () => {
  await follower.stop();
  await ledger.close();
});

const append = (stream: string): Promise<unknown> => ledger.store.append(stream, 'any', [anEvent()]);

it('tells the engine which subscriptions and owners have changed since it started, whoever recorded that', async () => {
  await append('subscription-before');
  await follower.start();
  const other = await ledger.reopen();
  await append('subscription-a');
  await append('subscription-_all');
  await append('commitment-subscription-x');
  await other.append('access-crm', 'any', [anEvent()]);
  await append('access-_principals');
  await append('subscription-b');
  await heardOf(3);
  expect(heard).toEqual(['changed a', 'owner crm', 'changed b']);
});

it('has everything looked at now and then: keys expire, and no entry says so', async () => {
  await follower.start();
  await clock.advance(59_999);
  expect(heard).toEqual([]);
  await clock.advance(60_001);
  expect(heard).toEqual(['all', 'all']);
  await follower.stop();
  await clock.advance(600_000);
  expect(heard).toHaveLength(2);
});
