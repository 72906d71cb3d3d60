import { type Scope } from '../access/index.js';
import { type Instant } from '../time/index.js';
import { type EventFilter } from './event-filter.js';
import {
  type Content,
  type DisabledBecause,
  type FailingSpell,
  type Replay,
  type SignatureAlgorithm,
} from './subscription.js';

/**
 * What stands under `sealed` is encrypted, as what stands under `personal` is about people: neither leaves the house, by
 * whatever way events are told of.
 */
interface Terms {
  /** Without its query. */
  url: string;
  filter: EventFilter;
  content: Content;
  label?: string;
  sealed?: { query: string };
}

/** Its first key is the next event of the same append. */
export interface SubscriptionOpened {
  type: 'SubscriptionOpened';
  data: Terms & { owner: string; teams: Scope['teams'] };
}

/** All of what now holds, also what stays as it was. */
export interface SubscriptionChanged {
  type: 'SubscriptionChanged';
  data: Terms;
}

export interface SubscriptionPaused {
  type: 'SubscriptionPaused';
  data: { reason?: string };
}

/** Deliveries go on, after a pause or a disablement; or a failing endpoint is given its whole time again. */
export interface SubscriptionResumed {
  type: 'SubscriptionResumed';
  data: { reason?: string };
}

interface KeyMade {
  algorithm: SignatureAlgorithm;
  publicKey?: string;
  sealed: { secret: string };
}

export interface SigningKeyAdded {
  type: 'SigningKeyAdded';
  data: KeyMade & { key: string };
}

/** A key has a successor. Deliveries are signed with both until the first retires. */
export interface SigningKeyRotated {
  type: 'SigningKeyRotated';
  data: KeyMade & { key: string; successor: string; retiresAt: Instant };
}

export interface SigningKeyRevoked {
  type: 'SigningKeyRevoked';
  data: { key: string; reason?: string };
}

export interface ReplayRequested {
  type: 'ReplayRequested';
  data: { replay: Replay };
}

/** The endpoint has failed for so long that it will be disabled if nothing changes. */
export interface SubscriptionFailing {
  type: 'SubscriptionFailing';
  data: FailingSpell;
}

/** The endpoint takes deliveries again: it is not disabled. */
export interface SubscriptionRecovered {
  type: 'SubscriptionRecovered';
  data: { failingSince: Instant };
}

export interface SubscriptionDisabled {
  type: 'SubscriptionDisabled';
  data: { because: DisabledBecause };
}

export interface SubscriptionEnded {
  type: 'SubscriptionEnded';
  data: { reason?: string };
}

/** What stands in the stream of one subscription. */
export type SubscriptionEvent =
  | SubscriptionOpened
  | SubscriptionChanged
  | SubscriptionPaused
  | SubscriptionResumed
  | SigningKeyAdded
  | SigningKeyRotated
  | SigningKeyRevoked
  | ReplayRequested
  | SubscriptionFailing
  | SubscriptionRecovered
  | SubscriptionDisabled
  | SubscriptionEnded;
