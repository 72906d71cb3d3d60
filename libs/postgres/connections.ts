import { type PostgresPool, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { DatabaseUnavailable } from './errors.js';
import { isLoss } from './failures.js';
import { storable, TYPES } from './types.js';

/** Milliseconds. The server ends what takes longer; writers set their own bounds. */
const TIMEOUTS = {
  /** For a connection, be it a new one or one that others use. */
  connectionTimeoutMillis: 5_000,
  statement_timeout: 60_000,
  lock_timeout: 10_000,
  /** A process that stands still in the middle of a transaction keeps all others from writing. */
  idle_in_transaction_session_timeout: 60_000,
  idleTimeoutMillis: 30_000,
};

/** Questions at the same time, and those who write; others wait for their turn. */
const CONNECTIONS = 10;

/** What the connections of one process are for. */
export interface ConnectionsParts {
  /** `postgres://…` */
  url: string;
  /** For people. */
  place: string;
  /** What is thrown where the server could not be reached, or not any longer. Default: {@link DatabaseUnavailable}. */
  unavailable?: (place: string, cause: unknown) => Error;
  /** How many there are at most; whoever needs another one waits. */
  connections?: number;
}

/**
 * Connections to a server that may go away at any time. Whatever is lost with it fails with an error of its own, what was
 * lost while it was idle is replaced when it is needed, and no loss ends the process.
 */
export function openConnections({ url, place, unavailable, connections }: ConnectionsParts): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'kept',
    max: connections ?? CONNECTIONS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: TYPES,
    ...TIMEOUTS,
  });
  // Whoever prints a pool must not print a password.
  Object.defineProperty(pool.options, 'connectionString', { enumerable: false });
  pool.on('error', nothing);
  // The pool listens to those that are idle only, and a loss that nobody listens to ends the process.
  pool.on('connect', (client) => client.on('error', nothing));
  const typed = (error: unknown): unknown =>
    isLoss(error) ? (unavailable?.(place, error) ?? new DatabaseUnavailable(place, error)) : error;
  return {
    connect: async () => {
      try {
        return using(await pool.connect(), typed);
      } catch (error) {
        throw typed(error);
      }
    },
    end: () => pool.end(),
  };
}

/** What was lost is found out by whoever uses the connection next. */
const nothing = (): void => undefined;

function using(client: pg.PoolClient, typed: (error: unknown) => unknown): PostgresPoolClient {
  let lost = false;
  const query = async (sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<unknown>> => {
    try {
      return (await client.query(sql, parameters.map(storable))) as PostgresQueryResult<unknown>;
    } catch (error) {
      lost ||= isLoss(error);
      throw typed(error);
    }
  };
  // A connection that has lost its server, or is led to one that takes no writes any more, is not used again.
  return { query, release: () => client.release(lost) } as PostgresPoolClient;
}
