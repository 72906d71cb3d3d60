import { type EventStore } from '../port.js';
import { connect } from './connection.js';
import { SqliteEventStore, type SqliteStoreOptions } from './store.js';

export { auditSqliteFile } from './audit.js';
export { auditWal } from './audit-wal.js';
export { backUpSqliteFile } from './backup.js';

export interface SqliteEventStoreOptions extends Partial<SqliteStoreOptions> {
  /** For auditors: nothing is written, and nothing is created. */
  readOnly?: boolean;
}

const DEFAULTS: SqliteStoreOptions = { pollInterval: 50, busyTimeout: 10_000, maxEventsPerTransaction: 1_000 };

/** Milliseconds that SQLite blocks the process before the event loop gets its turn again. */
const BLOCKING = 100;

/**
 * Opens the embedded event store, a ledger in one SQLite file, and creates it where there is none. An acknowledged
 * append is on disk. Other processes may have the same file open.
 *
 * @throws StoreNotOpened if the file is something else, of a newer schema, damaged, or out of reach.
 */
export function openSqliteEventStore(path: string, options: SqliteEventStoreOptions = {}): EventStore {
  const { readOnly = false, ...rest } = options;
  const settings = { ...DEFAULTS, ...rest };
  const db = connect(path, { readOnly, busyTimeout: Math.min(settings.busyTimeout, BLOCKING) });
  return new SqliteEventStore(db, path, settings);
}
