import { type Entry } from '../entry.js';
import {
  type SigningKeyAdded,
  type SigningKeyRotated,
  type SubscriptionEvent,
  type SubscriptionOpened,
} from './events.js';
import { type KnownSubscription, type SigningKey, type Subscription, type SubscriptionTerms } from './subscription.js';

export type SubscriptionEntry = Entry<SubscriptionEvent>;

/** The subscription after one more of its events. */
export function evolveSubscription(before: Subscription, entry: SubscriptionEntry): Subscription {
  const { type, data, recordedAt } = entry;
  if (type === 'SubscriptionOpened') return opened(entry);
  const now = known(before);
  switch (type) {
    case 'SubscriptionChanged': {
      const { label: _, ...rest } = now;
      return { ...rest, ...termsOf(data) };
    }
    case 'SubscriptionPaused':
      return { ...lasting(now), status: 'paused', pausedAt: recordedAt, ...data };
    case 'SubscriptionResumed':
      return { ...lasting(now), status: 'active' };
    case 'SigningKeyAdded':
      return withKey(now, keyMade(data.key, entry));
    case 'SigningKeyRotated': {
      const { key, successor, retiresAt } = data;
      return withKey(withKey(now, { ...keyOf(now, key), retiresAt }), keyMade(successor, entry));
    }
    case 'SigningKeyRevoked':
      return withKey(now, { ...keyOf(now, data.key), revokedAt: recordedAt });
    case 'ReplayRequested':
      return { ...now, replays: [...now.replays, { revision: entry.revision, replay: data.replay }] };
    case 'SubscriptionFailing':
      return { ...lasting(now), status: 'active', failing: data };
    case 'SubscriptionRecovered':
      return { ...lasting(now), status: 'active' };
    case 'SubscriptionDisabled':
      return { ...lasting(now), status: 'disabled', disabledAt: recordedAt, because: data.because };
    case 'SubscriptionEnded':
      return { ...lasting(now), status: 'ended', endedAt: recordedAt, ...data };
  }
}

function opened({ data, recordedAt }: Entry<SubscriptionOpened>): Subscription {
  const { owner, teams } = data;
  return { status: 'active', owner, teams, ...termsOf(data), openedAt: recordedAt, keys: new Map(), replays: [] };
}

function termsOf({
  url,
  sealed,
  filter,
  content,
  label,
}: Omit<SubscriptionOpened['data'], 'owner' | 'teams'>): SubscriptionTerms {
  return {
    endpoint: { url, ...(sealed && { sealedQuery: sealed.query }) },
    filter,
    content,
    ...(label !== undefined && { label }),
  };
}

/** What outlasts every change of state. */
function lasting(now: KnownSubscription) {
  const { owner, teams, endpoint, filter, content, label, openedAt, keys, replays } = now;
  return {
    ...{ owner, teams, endpoint, filter, content, openedAt, keys, replays },
    ...(label !== undefined && { label }),
  };
}

function keyMade(id: string, { data, recordedAt }: Entry<SigningKeyAdded | SigningKeyRotated>): SigningKey {
  const { algorithm, publicKey, sealed } = data;
  return { id, algorithm, sealed: sealed.secret, ...(publicKey !== undefined && { publicKey }), addedAt: recordedAt };
}

function withKey(now: KnownSubscription, key: SigningKey): KnownSubscription {
  return { ...now, keys: new Map(now.keys).set(key.id, key) };
}

function keyOf(now: KnownSubscription, id: string): SigningKey {
  const key = now.keys.get(id);
  if (!key) throw new Error(`a key begins with SigningKeyAdded or SigningKeyRotated, and ${id} has neither`);
  return key;
}

function known(subscription: Subscription): KnownSubscription {
  if (subscription.status === 'unopened') throw new Error('a subscription begins with SubscriptionOpened');
  return subscription;
}
