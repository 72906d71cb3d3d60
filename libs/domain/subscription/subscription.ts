import { type Scope } from '../access/index.js';
import { type Instant } from '../time/index.js';
import { type EventFilter } from './event-filter.js';

/** What a delivery says: ids, obligation, deadline and position; or everything the event says, less what is personal. */
export const CONTENTS = ['thin', 'full'] as const;
export type Content = (typeof CONTENTS)[number];

/** How deliveries are signed: `v1` and `v1a` of the Standard Webhooks specification. */
export const SIGNATURES = ['hmac-sha256', 'ed25519'] as const;
export type SignatureAlgorithm = (typeof SIGNATURES)[number];

/** What deliveries are signed with. The secret is sealed: the ledger alone opens nothing. */
export interface SigningKey {
  id: string;
  algorithm: SignatureAlgorithm;
  /** The secret, or private key, encrypted by the key that the process was started with. */
  sealed: string;
  /** Of an Ed25519 pair, as receivers write it: `whpk_…`. */
  publicKey?: string;
  addedAt: Instant;
  /** From this instant on nothing is signed with it: its successor has taken over. */
  retiresAt?: Instant;
  revokedAt?: Instant;
}

/** A key as it is made: what happens to it comes later. */
export type NewSigningKey = Pick<SigningKey, 'id' | 'algorithm' | 'sealed' | 'publicKey'>;

/** Which deliveries are to be made again. */
export type Replay =
  /** Of one event. */
  | { of: 'one'; event: string; position: string }
  /** Of all that were given up at or after an instant. */
  | { of: 'failed'; since: Instant }
  /** Of everything after a position of the log. */
  | { of: 'everything'; after: string };

/** A replay with its place in the stream: who makes them remembers how far they have come. */
export interface RequestedReplay {
  revision: number;
  replay: Replay;
}

/** Why nothing is delivered any more: the endpoint said that it is gone, or it failed for too long. */
export const DISABLED_BECAUSE = ['gone', 'failing'] as const;
export type DisabledBecause = (typeof DISABLED_BECAUSE)[number];

/** Where deliveries go. What follows the `?` may be a token, and is sealed like one. */
export interface EndpointAddress {
  /** `https://crm.example.com/hooks`: without its query. */
  url: string;
  /** The query, with its question mark, encrypted. */
  sealedQuery?: string;
}

/** What is delivered, where to, and in which form. */
export interface SubscriptionTerms {
  endpoint: EndpointAddress;
  filter: EventFilter;
  content: Content;
  /** For people: what it is for. */
  label?: string;
}

/** What is known of a subscription from its opening on, whatever has become of it. */
export interface OpenedSubscription extends SubscriptionTerms {
  /** The principal whose it is. It never changes. */
  owner: string;
  /** The teams of the key that it was opened with: nothing about others is delivered, whatever keys come later. */
  teams: Scope['teams'];
  openedAt: Instant;
  /** Those retired and revoked among them, in the order they were made. */
  keys: ReadonlyMap<string, SigningKey>;
  replays: readonly RequestedReplay[];
}

/** An endpoint has been failing without a pause since an instant; if it goes on, it is disabled at another. */
export interface FailingSpell {
  since: Instant;
  disablesAt: Instant;
}

export type Subscription =
  | { status: 'unopened' }
  | (OpenedSubscription & { status: 'active'; failing?: FailingSpell })
  | (OpenedSubscription & { status: 'paused'; pausedAt: Instant; reason?: string })
  | (OpenedSubscription & { status: 'disabled'; disabledAt: Instant; because: DisabledBecause })
  | (OpenedSubscription & { status: 'ended'; endedAt: Instant; reason?: string });

/** A subscription that was opened, in any state. */
export type KnownSubscription = Exclude<Subscription, { status: 'unopened' }>;

export const unopened: Subscription = { status: 'unopened' };

/** Whether deliveries are signed with a key at an instant. */
export function signs({ retiresAt, revokedAt }: SigningKey, at: Instant): boolean {
  return revokedAt === undefined && (retiresAt === undefined || at < retiresAt);
}
