import Database from 'libsql';

import { type Finding } from '../port.js';
import { type Connection } from './connection.js';
import { messageOf } from './failures.js';
import { APPLICATION_ID, SCHEMA } from './schema.js';
import { storeChecksum } from './store-row.js';

/** What the file's header and catalogue say: that it is a ledger, with exactly the tables, index and triggers of one. */
export function* auditFile(db: Connection, place: string): Generator<Finding> {
  try {
    const [application] = db.prepare('PRAGMA application_id').raw(true).get([]) as [number];
    if (application !== APPLICATION_ID) yield { place, problem: 'its header does not say that it is a ledger of Kept' };
    const [mode] = db.prepare('PRAGMA journal_mode').raw(true).get([]) as [string];
    if (mode !== 'wal')
      yield { place, problem: `its header says journal mode ${mode}, so its write-ahead log is ignored` };
    if (catalogue(db) !== catalogueOfNewLedger()) {
      yield { place: `${place}, catalogue`, problem: 'its tables, index and triggers are not those of a ledger' };
    }
  } catch (error) {
    yield { place: `${place}, header and catalogue`, problem: messageOf(error) };
  }
}

const CATALOGUE = ['type', 'name', 'tbl_name', 'sql'].map((column) => `hex(${column})`).join();

// As bytes, here and in all of the audit: the library aborts the process when it decodes text that is not UTF-8.
const catalogue = (db: Connection): string =>
  JSON.stringify(db.prepare(`SELECT ${CATALOGUE} FROM sqlite_master ORDER BY name`).raw(true).all([]));

function catalogueOfNewLedger(): string {
  const db = new Database(':memory:');
  db.exec(SCHEMA);
  const text = catalogue(db);
  db.close();
  return text;
}

/** The store's row about itself, by its checksum. */
export function* auditStoreRow(db: Connection, ledger: string): Generator<Finding> {
  const place = `${ledger}, store`;
  try {
    const rows = db
      .prepare('SELECT schema_version, CAST(identity AS BLOB), created_at, checksum FROM store')
      .raw(true)
      .all([]);
    const [row] = rows as [schemaVersion: number, identity: Buffer, createdAt: number, checksum: Buffer][];
    if (row === undefined || rows.length !== 1) {
      yield { place, problem: `has ${rows.length} rows about itself instead of one` };
      return;
    }
    const [schemaVersion, identity, createdAt, checksum] = row;
    if (!storeChecksum({ schemaVersion, identity: identity.toString(), createdAt }).equals(checksum)) {
      yield { place, problem: 'identity, schema version or creation time are not what they were' };
    }
  } catch (error) {
    yield { place, problem: messageOf(error) };
  }
}

const HEADING = /^\*\*\* in database main \*\*\*$/;

/** SQLite's own check of its pages, cells and indexes, line by line. */
export function* integrityCheck(db: Connection, place: string): Generator<Finding> {
  try {
    const rows = db.prepare('SELECT CAST(integrity_check AS BLOB) FROM pragma_integrity_check').raw(true).all([]) as [
      Buffer,
    ][];
    for (const line of rows.flatMap(([text]) => text.toString().split('\n'))) {
      if (line === 'ok' || HEADING.test(line)) continue;
      const page = /\bpage (\d+)/i.exec(line)?.[1];
      const row = /\brow (\d+)/.exec(line)?.[1];
      yield {
        place: `${place}${page ? `, page ${page}` : ''}${row ? `, position ${row}` : ''}`,
        problem: line,
      };
    }
  } catch (error) {
    yield { place, problem: `cannot be checked: ${messageOf(error)}` };
  }
}
