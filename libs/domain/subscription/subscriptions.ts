import { principalId } from '../access/index.js';
import { identifier } from '../check.js';
import { type Command } from '../command.js';
import { checkMoment } from '../moment.js';

/**
 * A subscription was opened, or is about to be: where to look when all of them are asked for. Whose a stream is goes by
 * its `owner`; this one, of all of them, is nobody's, and says `principal`.
 */
export interface SubscriptionNamed {
  type: 'SubscriptionNamed';
  data: { subscription: string; principal: string };
}

export type NameSubscription = Command<'NameSubscription', SubscriptionNamed['data']>;

/** Those that were ever named, in the order they were, each with whose it is. */
export type Subscriptions = ReadonlyMap<string, string>;

export const noSubscriptions: Subscriptions = new Map();

/** @throws Refusal */
export function decideSubscriptions({ data, metadata }: NameSubscription, named: Subscriptions): SubscriptionNamed[] {
  checkMoment(metadata);
  const subscription = identifier(data.subscription, 'subscription');
  const principal = principalId(data.principal);
  return named.has(subscription) ? [] : [{ type: 'SubscriptionNamed', data: { subscription, principal } }];
}

export function evolveSubscriptions(named: Subscriptions, { data }: SubscriptionNamed): Subscriptions {
  return new Map(named).set(data.subscription, data.principal);
}
