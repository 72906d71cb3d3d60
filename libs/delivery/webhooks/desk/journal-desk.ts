import { type Instant } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { type FeedReader } from '../../feed/feed-reader.js';
import { type Clock } from '../clock.js';
import { countReplay } from '../engine/replays.js';
import { type JournalQueries } from '../journal/journal-queries.js';
import { type JournalStore } from '../journal/journal-store.js';
import { type AttemptRow, type DeadRow, read } from '../journal/schema.js';
import {
  type Attempt,
  type DeadLetter,
  type DeliveryDesk,
  type DeliveryStatus,
  type Endpoint,
  type Endpoints,
} from '../ports.js';
import { type Sender } from '../sending/sender.js';
import { handshake } from './handshake.js';
import { ping } from './ping.js';

export interface DeskParts {
  /** Of the event store. */
  identity: string;
  /** The host that deliveries come from, as it calls itself to endpoints. */
  origin: string;
  journal: JournalStore;
  queries: JournalQueries;
  feed: FeedReader;
  endpoints: Pick<Endpoints, 'one'>;
  sender: Sender;
  clock: Clock;
}

/** Nobody knows of a subscription by this id. */
export class NoSuchEndpoint extends Error {
  constructor(readonly subscription: string) {
    super(`there is no subscription ${subscription}`);
    this.name = 'NoSuchEndpoint';
  }
}

/** Answers from the journal, which the engine writes a tenth of a second behind; it may be in another process. */
export class JournalDesk implements DeliveryDesk {
  constructor(private readonly parts: DeskParts) {}

  async status(subscription: string): Promise<DeliveryStatus> {
    const { queries, feed } = this.parts;
    const { openedAt, failing } = await this.#endpoint(subscription);
    const { endpoint, held, dead } = await queries.standing(subscription);
    const position = endpoint ? read(endpoint.cursor) : openedAt;
    const head = await feed.head();
    return {
      position: String(position),
      behind: head > position ? Number(head - position) : 0,
      held,
      dead,
      breaker: endpoint?.breaker ?? 'closed',
      ...(endpoint?.probes_at != null && { probesAt: endpoint.probes_at as Instant }),
      ...(failing && { failing }),
    };
  }

  async attempts(subscription: string, page: { limit: number; before?: string; event?: string }) {
    const { rows, next } = await this.parts.queries.attempts(subscription, page);
    return { rows: rows.map(attemptOf), ...(next !== undefined && { next }) };
  }

  async dead(subscription: string, page: { limit: number; before?: string }) {
    const { rows, next } = await this.parts.queries.dead(subscription, page);
    return { rows: rows.map(deadLetterOf), ...(next !== undefined && { next }) };
  }

  async count(subscription: string, replay: Endpoint['replays'][number]['replay']): Promise<number> {
    const { journal: store, feed } = this.parts;
    return countReplay({ endpoint: await this.#endpoint(subscription), store, feed }, replay);
  }

  ping(endpoint: Endpoint): Promise<Attempt> {
    return ping(endpoint, this.parts);
  }

  handshake(endpoint: Endpoint): ReturnType<DeliveryDesk['handshake']> {
    return handshake(endpoint, this.parts);
  }

  async #endpoint(subscription: string): Promise<Endpoint> {
    const endpoint = await this.parts.endpoints.one(subscription);
    if (!endpoint) throw new NoSuchEndpoint(subscription);
    return endpoint;
  }
}

function attemptOf({ subscription, event, position, number, at, milliseconds, ...row }: AttemptRow): Attempt {
  return {
    ...{ subscription, event, number, at: at as Instant, milliseconds },
    ...(position !== null && { position: spoken(position) }),
    ...(row.status !== null && { status: row.status }),
    ...(row.failure !== null && { failure: row.failure }),
    ...(row.answer !== null && { answer: row.answer }),
    ...(row.next_at !== null && { nextAt: row.next_at as Instant }),
  };
}

const deadLetterOf = ({ position, previous: _, gave_up_at, ...row }: DeadRow): DeadLetter => ({
  ...row,
  position: spoken(position),
  gaveUpAt: gave_up_at as Instant,
});

const spoken = (position: string): string => String(read(position) satisfies Position);
