import { isBusy, openSqlite } from '#kept/sqlite';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { basename } from 'node:path';
import { TextDecoder } from 'node:util';
import { type Database } from '../schema/database.js';
import { type Engine } from './engine.js';

/** The read model in one SQLite file; `:memory:` is a file too. This is the only place of it that knows SQLite. */
export function sqliteEngine(path: string): Engine {
  return {
    place: basename(path),
    dialect: openSqlite(path),
    integer: 'integer',
    text: 'text',
    // Measured: beyond fifty a row gets no cheaper.
    rowsAs: { kind: 'values', chunks: [50, 10, 1] },
    prepare: (_, make) => make(),
    identifier: (name) => name,
    // Every index ends in the row's key by itself.
    indexed: (columns) => columns,
    // A snapshot keeps the schema, too.
    holdQuestions: () => Promise.resolve(),
    // Measured: a rebuild that does not wait for the disk is no faster.
    mayBeForgotten: () => Promise.resolve(),
    isBusy,
    asStored,
    selfCheck: async (db) =>
      (await namesIn(db, sql`select cast(integrity_check as blob) as name from pragma_integrity_check`)).filter(
        (line) => line !== 'ok',
      ),
    indexNames: async (db) =>
      new Set(await namesIn(db, sql`select cast(name as blob) as name from sqlite_master where type = 'index'`)),
  };
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
