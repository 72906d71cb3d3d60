import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import Database from 'libsql';

import { StoreNotOpened } from '../errors.js';
import { messageOf, sqliteCode } from './failures.js';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.js';
import { type StoreRow, storeChecksum } from './store-row.js';

export type Connection = Database.Database;

/**
 * Pages of the write-ahead log that are moved into the file at once: 16 MB. Streams begin all over the index, so the same
 * pages come again and again; whoever moves them rarely writes each of them once, and seldom keeps appends waiting.
 */
const PAGES_A_CHECKPOINT = 4_000;

/**
 * Opens the file and makes sure that it is a ledger; creates one where there is nothing yet. A file that is something
 * else is left exactly as it was.
 *
 * @param busyTimeout milliseconds that SQLite itself waits, blocking, for another process.
 * @throws StoreNotOpened
 */
export function connect(
  path: string,
  { readOnly, busyTimeout }: { readOnly: boolean; busyTimeout: number },
): Connection {
  const db = open(path, readOnly);
  try {
    db.exec(`PRAGMA busy_timeout = ${busyTimeout}; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF`);
    if (isBlank(db) && !readOnly) create(db);
    verify(db, path);
    // An acknowledged append is on disk: WAL with FULL syncs the log on every commit.
    if (!readOnly) db.exec('PRAGMA journal_mode = WAL');
    db.exec(`PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${PAGES_A_CHECKPOINT}; PRAGMA foreign_keys = ON`);
    return db;
  } catch (error) {
    db.close();
    throw error instanceof StoreNotOpened ? error : notOpened(path, error);
  }
}

function open(path: string, readOnly: boolean): Connection {
  try {
    return readOnly ? openReadOnly(path) : new Database(resolve(path));
  } catch (error) {
    throw new StoreNotOpened(
      'not-accessible',
      `${path} cannot be opened: does its directory exist, may it be written?`,
      error,
    );
  }
}

/** The library has no read-only option of its own; SQLite's URIs have. */
export const openReadOnly = (path: string): Connection => new Database(`${pathToFileURL(path).href}?mode=ro`);

const pragma = (db: Connection, name: string): number =>
  (db.prepare(`PRAGMA ${name}`).raw(true).get([]) as [number])[0];

function isBlank(db: Connection): boolean {
  return pragma(db, 'application_id') === 0 && pragma(db, 'schema_version') === 0;
}

function create(db: Connection): void {
  db.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
  // Another process may have created it while this one waited for the lock.
  if (isBlank(db)) {
    db.exec(SCHEMA);
    const row: StoreRow = { schemaVersion: SCHEMA_VERSION, identity: randomUUID(), createdAt: Date.now() };
    db.prepare('INSERT INTO store VALUES (1, ?, ?, ?, ?)').run([
      row.schemaVersion,
      row.identity,
      row.createdAt,
      storeChecksum(row),
    ]);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  }
  db.exec('COMMIT');
}

function verify(db: Connection, path: string): void {
  if (pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new StoreNotOpened('not-a-ledger', `${path} is a database, but not a ledger of Kept`);
  }
  const [version] = db.prepare('SELECT schema_version FROM store').raw(true).get([]) as [number];
  if (version > SCHEMA_VERSION) {
    throw new StoreNotOpened(
      'newer-schema',
      `${path} was written by a newer Kept (schema ${version}; this one knows ${SCHEMA_VERSION}): use that one`,
    );
  }
}

function notOpened(path: string, error: unknown): StoreNotOpened {
  const code = sqliteCode(error);
  if (code === 'SQLITE_NOTADB') return new StoreNotOpened('not-a-ledger', `${path} is not a ledger of Kept`, error);
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new StoreNotOpened('damaged', `${path} is damaged (${messageOf(error)}): run the audit`, error);
  }
  return new StoreNotOpened('not-accessible', `${path} cannot be opened (${messageOf(error)})`, error);
}
