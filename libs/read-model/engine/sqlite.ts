import { basename } from 'node:path';
import { TextDecoder } from 'node:util';
import {
  type DatabaseConnection,
  type Kysely,
  type RawBuilder,
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
 * The ledger itself is durable; what is missing here is projected again. Only a checkpoint syncs, so they are rare: the
 * rows of a batch lie all over the indexes, and the next batch touches the same pages.
 */
const SETTINGS = `
  PRAGMA busy_timeout = 50;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -32768;
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
    text: 'text',
    // Measured: beyond fifty a row gets no cheaper.
    chunks: [50, 10, 1],
    prepare: (_, make) => make(),
    identifier: (name) => name,
    // Every index ends in the row's key by itself.
    indexed: (columns) => columns,
    // A snapshot keeps the schema, too.
    holdQuestions: () => Promise.resolve(),
    isBusy: (error) => error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code)),
    asStored,
    selfCheck: async (db) =>
      (await namesIn(db, sql`select cast(integrity_check as blob) as name from pragma_integrity_check`)).filter(
        (line) => line !== 'ok',
      ),
    indexNames: async (db) =>
      new Set(await namesIn(db, sql`select cast(name as blob) as name from sqlite_master where type = 'index'`)),
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

/**
 * The binding aborts the whole process at a text that is not UTF-8, as a flipped bit leaves it; bytes it hands over as
 * they are. By each value's own type, because the file holds whatever it holds in a column of any type.
 */
function asStored(name: string): RawBuilder<unknown> {
  const stored = sql.ref(name);
  return sql`case typeof(${stored}) when 'text' then cast(${stored} as blob) when 'blob' then hex(${stored}) else ${stored} end`;
}

/** Names and sentences that may quote what is damaged. */
async function namesIn(db: Kysely<Database>, query: RawBuilder<unknown>): Promise<string[]> {
  const lenient = new TextDecoder();
  const { rows } = await (query as RawBuilder<{ name: Uint8Array }>).execute(db);
  return rows.map(({ name }) => lenient.decode(name));
}
