import {
  type FailingSpell,
  type Instant,
  type KnownSubscription,
  type Scope,
  type SigningKey,
  signs,
  type SubscriptionTerms,
} from '#kept/domain';

/** A signing key as it may be shown. */
export type ShownSigningKey = Omit<SigningKey, 'sealed'> & { state: 'signing' | 'retired' | 'revoked' };

/** A subscription as it may be shown: without its secrets, and without the query of its address, which may be one. */
export interface ShownSubscription extends Omit<SubscriptionTerms, 'endpoint'> {
  id: string;
  owner: string;
  teams: Scope['teams'];
  /** Without its query. */
  url: string;
  /** Whether the address has one. */
  hasQuery: boolean;
  status: KnownSubscription['status'];
  openedAt: Instant;
  /** When it was paused, disabled or ended. */
  stoppedAt?: Instant;
  /** Why: a word of whoever paused or ended it; `gone` or `failing`. */
  reason?: string;
  failing?: FailingSpell;
  keys: ShownSigningKey[];
}

export function shownSubscription(id: string, subscription: KnownSubscription, at: Instant): ShownSubscription {
  const { owner, teams, endpoint, filter, content, label, openedAt, keys, status } = subscription;
  return {
    ...{ id, owner, teams, url: endpoint.url, hasQuery: endpoint.sealedQuery !== undefined, filter, content },
    ...(label !== undefined && { label }),
    ...{ status, openedAt, ...whatStopped(subscription) },
    keys: [...keys.values()].map((key) => shownKey(key, at)),
  };
}

function whatStopped(subscription: KnownSubscription): Pick<ShownSubscription, 'stoppedAt' | 'reason' | 'failing'> {
  switch (subscription.status) {
    case 'active':
      return subscription.failing ? { failing: subscription.failing } : {};
    case 'paused':
      return { stoppedAt: subscription.pausedAt, ...reasonOf(subscription) };
    case 'disabled':
      return { stoppedAt: subscription.disabledAt, reason: subscription.because };
    case 'ended':
      return { stoppedAt: subscription.endedAt, ...reasonOf(subscription) };
  }
}

const reasonOf = ({ reason }: { reason?: string }): { reason?: string } => (reason === undefined ? {} : { reason });

function shownKey(key: SigningKey, at: Instant): ShownSigningKey {
  const { sealed: _, ...rest } = key;
  return { ...rest, state: key.revokedAt !== undefined ? 'revoked' : signs(key, at) ? 'signing' : 'retired' };
}
