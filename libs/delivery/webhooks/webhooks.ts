import { type EventStore } from '#kept/event-store';
import { type FeedReader } from '../feed/feed-reader.js';
import { WALL_CLOCK } from './clock.js';
import { JournalDesk } from './desk/journal-desk.js';
import { WebhookEngine } from './engine/engine.js';
import { SubscriptionFollower } from './engine/subscription-follower.js';
import { JournalQueries } from './journal/journal-queries.js';
import { JournalStore } from './journal/journal-store.js';
import { type DeliveryDesk, type Endpoints } from './ports.js';
import { type AllowList } from './sending/guard/allow-list.js';
import { HttpSender } from './sending/sender.js';

export interface WebhooksParts {
  store: EventStore;
  feed: FeedReader;
  endpoints: Endpoints;
  /** The file of the journal: `delivery.db` in the data directory. */
  journal: string;
  /** Of this program: deliveries say `Kept/<version>`. */
  version: string;
  /** The host that deliveries come from, as it calls itself to endpoints. */
  origin: string;
  /** Targets that are not public and may be sent to all the same. */
  allow: AllowList;
  /** Told of what could not be done now and is tried again. */
  failed: (error: unknown) => void;
}

/** Everything that web hooks need, put together. */
export interface Webhooks {
  desk: DeliveryDesk;
  /** Begins to deliver. One process does; another may ask the desk. */
  start(): Promise<void>;
  /** Ends with the requests under way, and closes what was opened. */
  stop(): Promise<void>;
}

/** @throws JournalRefused where the journal belongs to another ledger, or to another version of this program */
export async function openWebhooks(parts: WebhooksParts): Promise<Webhooks> {
  const { store, feed, endpoints, version, origin, allow, failed } = parts;
  const identity = await store.identity();
  const clock = WALL_CLOCK;
  const journal = await JournalStore.open(parts.journal, identity);
  const queries = new JournalQueries(journal);
  const sender = new HttpSender({ allow, userAgent: `Kept/${version}` });
  const random = Math.random;
  const engine = new WebhookEngine({ identity, endpoints, feed, sender, journal, clock, random, failed });
  const follower = new SubscriptionFollower({ store, engine, clock, failed });
  return {
    desk: new JournalDesk({ identity, origin, journal, queries, feed, endpoints, sender, clock }),
    start: () => follower.start(),
    stop: async () => {
      await follower.stop();
      await engine.stop();
      await sender.close();
      await journal.close();
    },
  };
}
