import { instant } from '#kept/domain';
import {
  type CommandMetadata,
  fingerprintOf,
  type Ledger,
  namedUuid,
  submitOne,
  SUBSCRIPTIONS,
  subscriptionList,
} from '../ledger/index.js';

const SOMETIME = { occurredAt: instant(0), recordedAt: instant(0) };

/** Puts a subscription into the list of all. Named first: one that is in no list would be worse than a name alone. */
export async function nameSubscription(
  ledger: Ledger,
  subscription: string,
  principal: string,
  { commandId, actor, occurredAt, recordedAt }: CommandMetadata,
): Promise<void> {
  const data = { subscription, principal };
  const metadata = {
    ...{ commandId: namedUuid(`${commandId}/name`), actor, occurredAt, recordedAt },
    // Whenever it is said again, it is the same.
    fingerprint: fingerprintOf({ type: 'NameSubscription', data, metadata: SOMETIME }),
  };
  const command = { type: 'NameSubscription', data, metadata } as const;
  await submitOne(ledger, subscriptionList, SUBSCRIPTIONS, command, metadata);
}
