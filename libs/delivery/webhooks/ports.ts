import {
  type Content,
  type DisabledBecause,
  type EventFilter,
  type Instant,
  type Replay,
  type Scope,
  type SignatureAlgorithm,
} from '#kept/domain';
import { type Position } from '#kept/event-store';

/** A key, opened, to sign deliveries with. */
export interface SigningSecret {
  id: string;
  algorithm: SignatureAlgorithm;
  /** Raw bytes: the HMAC secret, or the seed of the Ed25519 private key (32). */
  secret: Uint8Array;
  /** From this instant on nothing is signed with it. */
  retiresAt?: Instant;
}

/** A subscription as delivery needs it. */
export interface Endpoint {
  subscription: string;
  /** Whose it is, and the teams that they may hear of. */
  owner: string;
  teams: Scope['teams'];
  url: string;
  filter: EventFilter;
  content: Content;
  keys: readonly SigningSecret[];
  /** Position of the entry that opened it: what comes after it is delivered. */
  openedAt: Position;
  state: 'active' | 'paused' | 'disabled' | 'ended';
  /** Replays that were asked for, in order; `revision` is that of the entry which asks. */
  replays: readonly { revision: number; replay: Replay }[];
  /** Since when it has been failing, as its stream says; and when it will be disabled. */
  failing?: { since: Instant; disablesAt: Instant };
}

/** The subscriptions, as their streams say. */
export interface Endpoints {
  all(): Promise<Endpoint[]>;
  one(subscription: string): Promise<Endpoint | undefined>;
  /** Records what became of an endpoint, once: said again, it changes nothing. */
  report(
    subscription: string,
    what:
      | { is: 'failing'; since: Instant; disablesAt: Instant }
      | { is: 'recovered' }
      | { is: 'disabled'; because: DisabledBecause },
  ): Promise<void>;
}

/** One attempt to deliver. */
export interface Attempt {
  subscription: string;
  /** The event, which is the `webhook-id`, and its place in the log; absent for a ping. */
  event: string;
  position?: string;
  /** 1 for the first of a delivery. */
  number: number;
  at: Instant;
  milliseconds: number;
  /** HTTP status; absent where there was no answer. */
  status?: number;
  /** Why there was no answer, or it was not accepted: `timeout`, `address-forbidden`, `connection-refused`, … */
  failure?: string;
  /** Of the answer: its first 20 kB. */
  answer?: string;
  /** When it is tried again; absent where it was accepted or given up. */
  nextAt?: Instant;
}

/** A delivery that was given up. */
export interface DeadLetter {
  subscription: string;
  event: string;
  position: string;
  type: string;
  lane: string;
  attempts: number;
  gaveUpAt: Instant;
  failure: string;
}

export interface DeliveryStatus {
  /** Everything up to here is delivered, given up, or held back in a lane that fails. */
  position: string;
  /** Entries of the log between there and its end. */
  behind: number;
  held: number;
  dead: number;
  breaker: 'closed' | 'open' | 'half-open';
  /** While the breaker is open: when one delivery is let through. */
  probesAt?: Instant;
  failing?: { since: Instant; disablesAt: Instant };
}

interface PageOf {
  limit: number;
  /** Continues where another page ended. */
  before?: string;
}

/** What can be asked of, and done about, the deliveries to an endpoint. */
export interface DeliveryDesk {
  status(subscription: string): Promise<DeliveryStatus>;
  attempts(subscription: string, page: PageOf & { event?: string }): Promise<{ rows: Attempt[]; next?: string }>;
  dead(subscription: string, page: PageOf): Promise<{ rows: DeadLetter[]; next?: string }>;
  /** How many deliveries a replay would make. */
  count(subscription: string, replay: Replay): Promise<number>;
  /** Sends a `kept.Ping` now, signed as every delivery is. */
  ping(endpoint: Endpoint): Promise<Attempt>;
  /** Asks by OPTIONS whether deliveries are welcome (CloudEvents HTTP web hooks, §4). */
  handshake(endpoint: Endpoint): Promise<{ allowed: boolean; status?: number; rate?: string; failure?: string }>;
}
