import { EventStoreDBClient } from '@eventstore/db-client';
import { StoreNotOpened } from '../errors.js';
import { type EventStore } from '../port.js';
import { addressIn, DEFAULTS, type EventStoreDBOptions } from './settings.js';
import { EventStoreDBEventStore } from './store.js';

export { type EventStoreDBOptions } from './settings.js';

/**
 * A ledger in EventStoreDB. Nothing is sent before something is asked of it: a server that is not there is met then.
 *
 * @param connectionString `esdb://user:password@host:2113`, several hosts, or `esdb+discover://…`; `?tls=false` for
 *   development
 * @throws StoreNotOpened where the connection string cannot be meant
 */
export function openEventStoreDB(connectionString: string, options: Partial<EventStoreDBOptions> = {}): EventStore {
  const address = addressIn(connectionString);
  try {
    const client = EventStoreDBClient.connectionString(connectionString);
    return new EventStoreDBEventStore(client, address, { ...DEFAULTS, ...options });
  } catch (error) {
    throw new StoreNotOpened('not-accessible', `the address of the event store is no connection string`, error);
  }
}
