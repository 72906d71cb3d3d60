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

/** Web hooks of one ledger, put together. */
export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #identity: string;
  readonly #journal: JournalStore;
  readonly #sender: HttpSender;
  #engine: WebhookEngine | undefined;
  #follower: SubscriptionFollower | undefined;
  #stopped: Promise<void> | undefined;

  private constructor(parts: WebhooksParts, identity: string, journal: JournalStore) {
    this.#parts = parts;
    this.#identity = identity;
    this.#journal = journal;
    this.#sender = new HttpSender({ allow: parts.allow, userAgent: `Kept/${parts.version}` });
  }

  /** @throws JournalRefused where the journal belongs to another ledger, or to another version of this program */
  static async open(parts: WebhooksParts): Promise<Webhooks> {
    const identity = await parts.store.identity();
    return new Webhooks(parts, identity, await JournalStore.open(parts.journal, identity));
  }

  /** Where people ask about the deliveries to these endpoints: in the process that delivers, or in another. */
  desk(endpoints: Endpoints): DeliveryDesk {
    const [identity, journal, sender] = [this.#identity, this.#journal, this.#sender];
    const { origin, feed } = this.#parts;
    const queries = new JournalQueries(journal);
    return new JournalDesk({ identity, origin, journal, queries, feed, endpoints, sender, clock: WALL_CLOCK });
  }

  /** Begins to deliver. One process does. */
  async start(endpoints: Endpoints): Promise<void> {
    const [identity, journal, sender] = [this.#identity, this.#journal, this.#sender];
    const { store, feed, failed } = this.#parts;
    const shared = { clock: WALL_CLOCK, failed };
    const random = Math.random;
    const engine = new WebhookEngine({ ...shared, identity, endpoints, feed, sender, journal, random });
    this.#engine = engine;
    this.#follower = new SubscriptionFollower({ ...shared, store, engine });
    await this.#follower.start();
  }

  /** Ends with the requests under way, and closes what was opened. Said again, it changes nothing. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    await this.#follower?.stop();
    await this.#engine?.stop();
    await this.#sender.close();
    await this.#journal.close();
  }
}
