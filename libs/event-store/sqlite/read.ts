import { type StreamRange, type SubscriptionRange } from '../port.js';
import {
  type FirstEvent,
  type Json,
  type JsonObject,
  type LoggedEvent,
  type LoggedText,
  type Position,
  type RecordedEvent,
} from '../record.js';
import { type Connection } from './connection.js';

const LOGGED = 'position, stream, revision, id, type, schema_version, occurred_at, recorded_at, data';
const RECORDED = `${LOGGED}, actor_id, actor_role, correlation_id, causation_id, command_id, command_fingerprint,
  previous_hash, hash`;

type LoggedRow = [number, string, number, string, string, number, number, number, string];
type RecordedRow = [...LoggedRow, string, string, string, string, string, string, Buffer | null, Buffer];

type Statement = ReturnType<Connection['prepare']>;
type Prefixes = NonNullable<SubscriptionRange['prefixes']>;

/** Greater than any revision and any position: SQLite's integers, without asking for bigints. */
export const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/**
 * Every question the port asks of the table, as prepared statements. Rows are arrays: objects cost as much again.
 *
 * Texts are read as texts, which is the fast way. If rot on the disk makes one of them something else than UTF-8, the
 * library aborts the process: nothing wrong is ever served, and the audit, which reads bytes, names the place.
 */
export class Reader {
  readonly #log;
  /** By the number of prefixes. */
  readonly #logOf = new Map<number, Statement>();
  readonly #forwards;
  readonly #backwards;
  readonly #anyOf;
  readonly #head;
  readonly #first;

  constructor(private readonly db: Connection) {
    this.#log = db
      .prepare(`SELECT ${LOGGED} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`)
      .raw(true);
    const stream = `SELECT ${RECORDED} FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision`;
    this.#forwards = db.prepare(`${stream} LIMIT ?`).raw(true);
    this.#backwards = db.prepare(`${stream} DESC LIMIT ?`).raw(true);
    // A statement of its own: after `all`, libsql’s `get` on the same one answers the question before.
    this.#anyOf = db
      .prepare('SELECT revision FROM events WHERE stream = ? AND revision BETWEEN ? AND ? LIMIT 1')
      .raw(true);
    // One statement for all of them: one by one they cost twice as much. Each column costs nearly what finding the row does.
    this.#first = db
      .prepare(
        `SELECT stream, recorded_at, data FROM events WHERE revision = 0 AND stream IN (SELECT value FROM json_each(?))`,
      )
      .raw(true);
    this.#head = db.prepare('SELECT position FROM events ORDER BY position DESC LIMIT 1').raw(true);
  }

  head(): Position {
    const row = this.#head.get([]) as [number] | undefined;
    return BigInt(row?.[0] ?? 0) as Position;
  }

  logPage(after: Position, through: Position, size: number): LoggedEvent[] {
    return this.#logRows(after, through, size).map(toLogged);
  }

  /** The same of those streams only whose names begin with one of some prefixes. */
  logPageOf(prefixes: Prefixes, after: Position, through: Position, size: number): LoggedEvent[] {
    let statement = this.#logOf.get(prefixes.length);
    if (!statement) this.#logOf.set(prefixes.length, (statement = this.#prepareLogOf(prefixes.length)));
    const named = prefixes.flatMap((prefix) => [prefix, prefix]);
    return (statement.all([Number(after), Number(through), ...named, size]) as LoggedRow[]).map(toLogged);
  }

  /** Of a row that is passed over nothing is read beyond the name of its stream. */
  #prepareLogOf(prefixes: number): Statement {
    const named = Array.from({ length: prefixes }, () => 'substr(stream, 1, length(?)) = ?').join(' OR ');
    return this.db
      .prepare(
        `SELECT ${LOGGED} FROM events WHERE position > ? AND position <= ? AND (${named}) ORDER BY position LIMIT ?`,
      )
      .raw(true);
  }

  logPageAsText(after: Position, through: Position, size: number): LoggedText[] {
    return this.#logRows(after, through, size).map(toText);
  }

  #logRows(after: Position, through: Position, size: number): LoggedRow[] {
    return this.#log.all([Number(after), Number(through), size]) as LoggedRow[];
  }

  first(streams: readonly string[]): FirstEvent[] {
    const rows = this.#first.all([JSON.stringify(streams)]) as [stream: string, recordedAt: number, json: string][];
    return rows.map(([stream, recordedAt, json]) => ({ stream, recordedAt, json }));
  }

  streamPage(
    stream: string,
    from: number,
    to: number,
    direction: StreamRange['direction'],
    size: number,
  ): RecordedEvent[] {
    const statement = direction === 'backwards' ? this.#backwards : this.#forwards;
    // Most often somebody only makes sure that there is nothing new: to hear that costs half of what a list does.
    if (this.#anyOf.get([stream, from, to]) === undefined) return [];
    return (statement.all([stream, from, to, size]) as RecordedRow[]).map(toRecorded);
  }
}

function toLogged(row: LoggedRow): LoggedEvent {
  return {
    position: BigInt(row[0]) as Position,
    stream: row[1],
    revision: BigInt(row[2]),
    id: row[3],
    type: row[4],
    schemaVersion: row[5],
    occurredAt: row[6],
    recordedAt: row[7],
    data: parse(row[8]),
  };
}

function toText(row: LoggedRow): LoggedText {
  return {
    position: BigInt(row[0]) as Position,
    stream: row[1],
    revision: BigInt(row[2]),
    id: row[3],
    type: row[4],
    schemaVersion: row[5],
    occurredAt: row[6],
    recordedAt: row[7],
    json: row[8],
  };
}

function toRecorded(row: RecordedRow): RecordedEvent {
  return {
    position: BigInt(row[0]) as Position,
    stream: row[1],
    revision: BigInt(row[2]),
    id: row[3],
    type: row[4],
    data: parse(row[8]),
    metadata: {
      schemaVersion: row[5],
      actor: { id: row[9], role: row[10] },
      occurredAt: row[6],
      recordedAt: row[7],
      correlationId: row[11],
      causationId: row[12],
      commandId: row[13],
      commandFingerprint: row[14],
    },
    previousHash: row[15] === null ? null : row[15].toString('hex'),
    hash: row[16].toString('hex'),
  };
}

const parse = (data: string): JsonObject => JSON.parse(data) as Json as JsonObject;
