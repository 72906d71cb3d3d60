import { type EventStore } from '#kept/event-store';
import { Holding, type SharedWork } from '#kept/sharing';
import { type FeedReader } from '../feed/feed-reader.js';
import { WALL_CLOCK } from './clock.js';
import { JournalDesk } from './desk/journal-desk.js';
import { WebhookEngine } from './engine/engine.js';
import { SubscriptionFollower } from './engine/subscription-follower.js';
import { JournalQueries } from './journal/journal-queries.js';
import { JournalRefused } from './journal/errors.js';
import { JournalStore } from './journal/journal-store.js';
import { type DeliveryDesk, type Endpoints } from './ports.js';
import { type AllowList } from './sending/guard/allow-list.js';
import { HttpSender } from './sending/sender.js';

export interface WebhooksParts {
  store: EventStore;
  feed: FeedReader;
  /** Where the journal is: `sqlite:FILE`, a path, `postgres://…`, or a database. */
  journal: Parameters<typeof JournalStore.open>[0];
  /** Of this program: deliveries say `Kept/<version>`. */
  version: string;
  /** The host that deliveries come from, as it calls itself to endpoints. */
  origin: string;
  /** Targets that are not public and may be sent to all the same. */
  allow: AllowList;
  /** Told of what could not be done now and is tried again. */
  failed: (error: unknown) => void;
}

/**
 * Web hooks of one ledger, put together. Those of a process that does not deliver are asked about others' deliveries; of
 * those that deliver each does so for its share of the subscriptions.
 */
export class Webhooks implements SharedWork {
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

  /**
   * @throws JournalRefused where the journal belongs to another ledger, to a younger state of this one, or to another
   *   version of this program
   * @throws JournalUnavailable
   */
  static async open(parts: WebhooksParts): Promise<Webhooks> {
    const identity = await parts.store.identity();
    const journal = await JournalStore.open(parts.journal, identity);
    try {
      await mustNotBeAhead(journal, parts.store);
      return new Webhooks(parts, identity, journal);
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Where people ask about the deliveries to these endpoints: in the process that delivers, or in another. */
  desk(endpoints: Endpoints): DeliveryDesk {
    const [identity, journal, sender] = [this.#identity, this.#journal, this.#sender];
    const { origin, feed } = this.#parts;
    const queries = new JournalQueries(journal);
    return new JournalDesk({ identity, origin, journal, queries, feed, endpoints, sender, clock: WALL_CLOCK });
  }

  /** Follows what is subscribed from now on. Deliveries are made when shares are held. */
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

  /** Delivers for these shares from now on, and for no others. It was started before. */
  async hold(holding: Holding): Promise<void> {
    await this.#engine?.hold(holding);
  }

  /** Ends with the requests under way, and closes what was opened. Said again, it changes nothing. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    await this.#follower?.stop();
    await this.#engine?.hold(Holding.NOTHING);
    await this.#sender.close();
    await this.#journal.close();
  }
}

/** A ledger that was restored has other events where the lost ones were: whoever is ahead of it would miss them. */
async function mustNotBeAhead(journal: JournalStore, store: Pick<EventStore, 'head'>): Promise<void> {
  // In this order: somebody may be delivering meanwhile.
  const furthest = await journal.furthest();
  const head = await store.head();
  if (furthest === undefined || furthest <= head) return;
  throw new JournalRefused(
    'ahead-of-the-log',
    `the journal of deliveries has come to position ${furthest}, and the ledger ends at ${head}: it was restored from a backup ` +
      'that is older; put back the journal of that time, or remove it: then every endpoint hears again what it has heard',
  );
}
