import { AddressUnreadable, isBusy, KeptPostgresDialect, openConnections, shownPlace } from '#kept/postgres';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { ReadModelRefused, ReadModelUnavailable } from '../../errors.js';
import { type Engine } from '../engine.js';
import { prepare } from './admission.js';
import { columnArray } from './column-array.js';
import { TURNS } from './turns.js';

/** What a statement carries is in memory three times: as rows, as text and as bytes. */
const ROWS_A_STATEMENT = 2_000;

/**
 * The read model in a schema of a PostgreSQL database: the first of the connection's search path.
 * @param url `postgres://user:password@host:port/database`, with the parameters of libpq
 * @throws ReadModelRefused `place-unreadable`
 */
export function postgresEngine(url: string): Engine {
  const place = placeAt(url);
  const unavailable = (...what: ConstructorParameters<typeof ReadModelUnavailable>): Error =>
    new ReadModelUnavailable(...what);
  return {
    place,
    dialect: new KeptPostgresDialect(openConnections({ url, place, unavailable }), TURNS),
    integer: 'bigint',
    // Ordered as SQLite orders it, whatever the database's own order is.
    text: sql`text collate "C"`,
    rowsAs: { kind: 'arrays', most: ROWS_A_STATEMENT, column: columnArray },
    isBusy,
    prepare: (trx, make) => prepare(trx, place, make),
    identifier,
    indexed: (columns) => (columns.includes('position') ? columns : [...columns, 'position']),
    holdQuestions: async (trx) => {
      await sql`lock table projections in access exclusive mode`.execute(trx);
    },
    mayBeForgotten: async (trx) => {
      await sql`set local synchronous_commit = off`.execute(trx);
    },
    asStored: (name, { type }) => (type === 'text' ? sql`convert_to(${sql.ref(name)}, 'UTF8')` : sql`${sql.ref(name)}`),
    // Its files are the server's duty.
    selfCheck: () => Promise.resolve([]),
    indexNames: async (db) => {
      const { rows } = await sql<{ name: string }>`
        select indexname as name from pg_indexes where schemaname = current_schema()`.execute(db);
      return new Set(rows.map(({ name }) => name));
    },
  };
}

function placeAt(url: string): string {
  try {
    return shownPlace(url, 'the read model');
  } catch (error) {
    throw error instanceof AddressUnreadable ? new ReadModelRefused('place-unreadable', error.message) : error;
  }
}

/** PostgreSQL cuts longer names off, and those that begin alike would become one. All of ours are of one byte a letter. */
const LONGEST = 63;
const FINGERPRINT = 8;

function identifier(name: string): string {
  if (name.length <= LONGEST) return name;
  const fingerprint = createHash('sha256').update(name).digest('hex').slice(0, FINGERPRINT);
  return `${name.slice(0, LONGEST - FINGERPRINT - 1)}_${fingerprint}`;
}
