import { type Instant } from '#kept/domain';
import { type EventStore, START } from '#kept/event-store';
import { CommandIdReused, namedUuid } from '../ledger/index.js';
import { type IssuedKey, type Keys } from './keys.js';

/** Who holds the first key. */
export const FIRST_PRINCIPAL = 'admin';

/**
 * The key to an empty ledger, for whoever starts it first; `undefined` where something was recorded before. Whoever
 * calls this shows the key, now: nobody can later. If it is lost on the way, `kept keys issue --role admin` on the data
 * directory makes another, for whoever owns the files owns the keys.
 */
export async function ensureFirstKey(store: EventStore, keys: Keys, now: Instant): Promise<IssuedKey | undefined> {
  if ((await store.head()) !== START) return undefined;
  const request = { principal: FIRST_PRINCIPAL, role: 'admin', teams: 'all', grants: [], label: 'first key' } as const;
  const metadata = {
    // One command for every start: of two processes that find the ledger empty, one makes the key.
    commandId: namedUuid('first-key'),
    actor: { id: FIRST_PRINCIPAL, role: 'admin' },
    occurredAt: now,
    recordedAt: now,
  };
  try {
    const issued = await keys.issue(request, metadata);
    return issued.text === undefined ? undefined : issued;
  } catch (error) {
    if (error instanceof CommandIdReused) return undefined;
    throw error;
  }
}
