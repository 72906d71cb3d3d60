import { basename } from 'node:path';
import {
  type DatabaseConnection,
  type Kysely,
  sql,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
import Libsql from 'libsql';
import { LRUCache } from 'lru-cache';
import { type Database } from '../schema/database.js';
import { type Engine } from './engine.js';

/**
 * WAL with NORMAL: a power cut may cost the last transactions, checkpoint and rows alike, and never tears them apart.
 * The ledger itself is durable; what is missing here is projected again.
 */
const SETTINGS = `
  PRAGMA busy_timeout = 50;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA cell_size_check = ON;
`;

/** Preparing an upsert of many rows costs as much as running it, and the runner repeats a handful of them. */
const STATEMENTS_KEPT = 100;

/** The read model in one SQLite file; `:memory:` is a file too. This is the only place that knows SQLite. */
export function sqliteEngine(path: string): Engine {
  const database = new Libsql(path);
  database.exec(SETTINGS);
  const statements = new LRUCache<string, SqliteStatement>({ max: STATEMENTS_KEPT });
  const prepare = (text: string): SqliteStatement => {
    const known = statements.get(text);
    if (known) return known;
    const statement = database.prepare(text) as unknown as SqliteStatement;
    statements.set(text, statement);
    return statement;
  };
  return {
    place: basename(path),
    dialect: new Dialect(database, { prepare, close: () => database.close() }),
    integer: 'integer',
    isBusy: (error) => error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code)),
    selfCheck: async (db) => {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
      return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    },
    indexNames,
  };
}

class Dialect extends SqliteDialect {
  constructor(
    private readonly libsql: Libsql.Database,
    private readonly database: SqliteDatabase,
  ) {
    super({ database });
  }

  override createDriver(): SqliteDriver {
    return new Driver(this.libsql, this.database);
  }
}

/**
 * Takes the write lock when a transaction begins, and not with its first write: a statement that meets the lock halfway
 * is never reset by the binding, holds on to its snapshot, and every later attempt fails too. Transactions that ask for
 * an isolation level are questions; they read a snapshot and take no lock.
 */
class Driver extends SqliteDriver {
  constructor(
    private readonly libsql: Libsql.Database,
    database: SqliteDatabase,
  ) {
    super({ database });
  }

  override beginTransaction(_: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    return new Promise((resolve) => {
      this.libsql.exec(settings?.isolationLevel === undefined ? 'begin immediate' : 'begin');
      resolve();
    });
  }
}

async function indexNames(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'index'`.execute(db);
  return new Set(rows.map(({ name }) => name));
}
