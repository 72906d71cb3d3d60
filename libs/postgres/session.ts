import { Socket } from 'node:net';
import pg from 'pg';
import { DatabaseUnavailable } from './errors.js';
import { isLoss } from './failures.js';
import { shownPlace } from './place.js';
import { storable, TYPES } from './types.js';

/** Milliseconds. */
const TIMEOUTS = {
  connectionTimeoutMillis: 5_000,
  /** The server ends what takes longer; where it says nothing at all, it is given up a little later. */
  statement_timeout: 4_000,
  query_timeout: 5_000,
  lock_timeout: 4_000,
};
/** How long whoever closes it waits for the server to say goodbye. */
const FAREWELL = 1_000;

export interface SessionParts {
  /** Called once when the connection is gone, however that was noticed, unless it was closed. Its locks are gone with it. */
  lost: (error: DatabaseUnavailable) => void;
  /** Milliseconds after which a server that answers nothing is given up. */
  patience?: number;
}

/**
 * One connection that is nobody else's: for what the server keeps as long as it lasts, as locks of a session. Whoever
 * holds on to it asks something now and then: a server that vanishes without a word is noticed by the next question.
 */
export class Session {
  readonly #client: pg.Client;
  readonly #socket: Socket;
  readonly #place: string;
  readonly #lost: (error: DatabaseUnavailable) => void;
  #last: Promise<unknown> = Promise.resolve();
  #over: Error | undefined;

  private constructor(url: string, { lost, patience }: SessionParts) {
    this.#place = shownPlace(url, 'the database');
    this.#lost = lost;
    this.#socket = new Socket();
    this.#client = new pg.Client({
      ...{ connectionString: url, application_name: 'kept', stream: () => this.#socket, types: TYPES },
      ...{ keepAlive: true, keepAliveInitialDelayMillis: 10_000 },
      ...TIMEOUTS,
      ...(patience !== undefined && { query_timeout: patience }),
    });
    this.#client.on('error', (error) => this.#end(error));
    this.#client.on('end', () => this.#end(new Error('')));
  }

  /** @throws AddressUnreadable, DatabaseUnavailable */
  static async open(url: string, parts: SessionParts): Promise<Session> {
    let isOpen = false;
    const session = new Session(url, { ...parts, lost: (error) => isOpen && parts.lost(error) });
    try {
      await session.#client.connect();
      if (session.#over) throw session.#over;
      isOpen = true;
      return session;
    } catch (error) {
      session.#socket.destroy();
      throw session.#typed(error);
    }
  }

  /** One statement, after those that were asked for before it. @throws DatabaseUnavailable */
  query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const answer = this.#last.then(() => this.#ask<Row>(sql, parameters));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Ends it, and what the server keeps for it. Said again, it changes nothing. */
  async close(): Promise<void> {
    if (this.#over) return;
    this.#over = new Error('it was closed');
    const late = setTimeout(() => this.#socket.destroy(), FAREWELL);
    await this.#client.end().catch(() => undefined);
    clearTimeout(late);
    this.#socket.destroy();
  }

  async #ask<Row extends object>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    if (this.#over) throw this.#typed(this.#over);
    try {
      return (await this.#client.query<Row>(sql, parameters.map(storable))).rows;
    } catch (error) {
      // A connection of which nobody knows what it is at is of no use any more, and neither are its locks.
      if (isLoss(error)) this.#end(error);
      throw this.#typed(error);
    }
  }

  #end(error: unknown): void {
    if (this.#over) return;
    const gone = new DatabaseUnavailable(this.#place, error);
    this.#over = gone;
    this.#socket.destroy();
    this.#lost(gone);
  }

  #typed(error: unknown): unknown {
    if (error instanceof DatabaseUnavailable) return error;
    return this.#over || isLoss(error) ? new DatabaseUnavailable(this.#place, error) : error;
  }
}

/** Opens a connection of one's own. @throws AddressUnreadable, DatabaseUnavailable */
export const openSession = (url: string, parts: SessionParts): Promise<Session> => Session.open(url, parts);
