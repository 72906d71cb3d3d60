import { principalId } from '../access/index.js';
import { identifier } from '../check.js';
import { type Command } from '../command.js';
import { checkMoment } from '../moment.js';

/** A subscription was opened, or is about to be: where to look when all of them are asked for. */
export interface SubscriptionNamed {
  type: 'SubscriptionNamed';
  data: { subscription: string; owner: string };
}

export type NameSubscription = Command<'NameSubscription', SubscriptionNamed['data']>;

/** Those that were ever named, in the order they were, each with whose it is. */
export type Subscriptions = ReadonlyMap<string, string>;

export const noSubscriptions: Subscriptions = new Map();

/** @throws Refusal */
export function decideSubscriptions({ data, metadata }: NameSubscription, named: Subscriptions): SubscriptionNamed[] {
  checkMoment(metadata);
  const subscription = identifier(data.subscription, 'subscription');
  const owner = principalId(data.owner);
  return named.has(subscription) ? [] : [{ type: 'SubscriptionNamed', data: { subscription, owner } }];
}

export function evolveSubscriptions(named: Subscriptions, { data }: SubscriptionNamed): Subscriptions {
  return new Map(named).set(data.subscription, data.owner);
}
