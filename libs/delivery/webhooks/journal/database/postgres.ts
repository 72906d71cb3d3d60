import {
  AddressUnreadable,
  findServer,
  isBusy,
  KeptPostgresDialect,
  openConnections,
  problemWithServer,
  shownPlace,
} from '#kept/postgres';
import { type Kysely, sql } from 'kysely';
import { type JournalDatabase } from './database.js';
import { JournalRefused, JournalUnavailable } from '../errors.js';
import { type Tables } from '../schema.js';

/** Beside whatever else is in the database, as the read model. */
const SCHEMA = 'kept_deliveries';

/** PostgreSQL cuts longer names off. */
const LONGEST_NAME = 63;
const SUFFIX = '_deliveries';

/** The journal's schema: where an address chooses one for whatever else is there, the journal's is named after it. */
export function schemaFor(url: string): string {
  const options = URL.canParse(url) ? new URL(url).searchParams.get('options') : undefined;
  const chosen = /\bsearch_path\s*=\s*"?(\w+)/.exec(options ?? '')?.[1];
  return chosen === undefined ? SCHEMA : `${chosen.slice(0, LONGEST_NAME - SUFFIX.length)}${SUFFIX}`;
}

/** One writes, one or two begin, and the others are for who asks. */
const CONNECTIONS = 5;

/** Of the locks that this program takes by number; the other half is the schema's. */
const MAKERS = 1_263_620_949;

/** Whoever writes locks the rows of the endpoints that it writes of: those who write of others do not wait. */
const BEGINNINGS = { writing: 'begin', asking: 'begin isolation level repeatable read read only' };

/**
 * The journal in a schema of its own of a PostgreSQL database, for workers of any machine.
 * @throws JournalRefused `place-unreadable`
 */
export function postgresJournal(url: string, schema = schemaFor(url)): JournalDatabase {
  const place = placeAt(url);
  const unavailable = (...what: ConstructorParameters<typeof JournalUnavailable>): Error =>
    new JournalUnavailable(...what);
  const pool = openConnections({ url, place, unavailable, connections: CONNECTIONS });
  return {
    place,
    dialect: new KeptPostgresDialect(pool, BEGINNINGS),
    schema,
    // Ordered as SQLite orders it, whatever the database's own order is.
    text: sql`text collate "C"`,
    locksRows: true,
    isBusy,
    prepare: (trx) => prepare(trx, place, schema),
  };
}

async function prepare(trx: Kysely<Tables>, place: string, schema: string): Promise<void> {
  const problem = problemWithServer(await findServer(trx));
  if (problem !== undefined) throw new JournalRefused('place-unfit', `${place} ${problem}`);
  await sql`select pg_advisory_xact_lock(${sql.lit(MAKERS)}, hashtext(${schema}))`.execute(trx);
  // Where it is there already, its user need not be one who may make it.
  const { rows } = await sql`select from pg_namespace where nspname = ${schema}`.execute(trx);
  if (rows.length === 0) await sql`create schema ${sql.id(schema)}`.execute(trx);
}

function placeAt(url: string): string {
  try {
    return shownPlace(url, 'the journal of deliveries');
  } catch (error) {
    throw error instanceof AddressUnreadable ? new JournalRefused('place-unreadable', error.message) : error;
  }
}
