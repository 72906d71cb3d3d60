import { type EventBody, hashOf } from '../chain.js';
import { AppendConflict } from '../errors.js';
import { type Appended, type ExpectedRevision } from '../port.js';
import { type Position } from '../record.js';
import { type Connection } from './connection.js';
import { isTaken } from './failures.js';

/** A checked append on its way into a transaction. */
export interface PreparedAppend {
  stream: string;
  expected: ExpectedRevision;
  events: readonly EventBody[];
}

/** The last event of a stream. Revisions are numbers in here; those of events that were there before have no position. */
interface End {
  revision: number;
  hash: Buffer | null;
  position: number | bigint;
}

/** "Before the first event" is revision −1, as in EventStoreDB's own arithmetic. */
const NOTHING = -1;
const NO_EVENT: End = { revision: NOTHING, hash: null, position: 0 };

/**
 * Decides and writes appends, one after the other, within a transaction that the caller has begun with
 * `BEGIN IMMEDIATE`: nobody else writes meanwhile, so what is read here stands until the commit.
 */
export class Appender {
  readonly #head;
  readonly #idsFrom;
  readonly #revisionsOf;
  readonly #insert;

  constructor(db: Connection) {
    this.#head = db
      .prepare('SELECT revision, hash FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1')
      .raw(true);
    this.#idsFrom = db
      .prepare('SELECT id, position FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?')
      .raw(true);
    this.#revisionsOf = db
      .prepare('SELECT revision FROM events WHERE stream = ? AND id = ? ORDER BY revision')
      .raw(true);
    this.#insert = db.prepare(
      `INSERT INTO events (stream, revision, id, type, schema_version, occurred_at, recorded_at, data, actor_id, actor_role,
         correlation_id, causation_id, command_id, command_fingerprint, previous_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** @throws AppendConflict, and then this append has written nothing. */
  append(append: PreparedAppend): Appended {
    const { stream, expected, events } = append;
    const begun = expected === 'no_stream' ? this.#begin(append) : undefined;
    if (begun !== undefined) return this.#write(stream, events.slice(1), begun);
    const end = this.#endOf(stream);
    const known =
      expected === 'any' || expected === 'stream_exists'
        ? this.#findAnywhere(append, end.revision)
        : this.#findAfter(append, expected === 'no_stream' ? NOTHING : Number(expected), end.revision);
    return known ?? this.#write(stream, events, end);
  }

  /**
   * A stream expected to be new nearly always is, so nobody asks: the insert of its first event finds out. Undefined if
   * revision 0 is taken; the insert has then undone itself, and nothing else of the transaction.
   */
  #begin({ stream, events: [first] }: PreparedAppend): End | undefined {
    try {
      return first && this.#insertAfter(NO_EVENT, stream, first);
    } catch (error) {
      if (isTaken(error)) return undefined;
      throw error;
    }
  }

  #endOf(stream: string): End {
    const head = this.#head.get([stream]) as [revision: number, hash: Buffer] | undefined;
    return head === undefined ? NO_EVENT : { revision: head[0], hash: head[1], position: 0 };
  }

  /** With an exact expectation: written if the stream is there; if it is further, a retry finds its own events. */
  #findAfter(append: PreparedAppend, expected: number, at: number): Appended | undefined {
    if (expected === at) return undefined;
    const repeat = expected < at ? this.#repeatAt(append, expected + 1) : undefined;
    return repeat ?? conflict(append, at);
  }

  /** Without one, the first id tells a retry; a stream that holds it but not the rest as appended is a conflict. */
  #findAnywhere(append: PreparedAppend, at: number): Appended | undefined {
    const { stream, expected, events } = append;
    if (at === NOTHING) return expected === 'any' ? undefined : conflict(append, at);
    const starts = this.#revisionsOf.all([stream, events[0]?.id]) as [number][];
    if (starts.length === 0) return undefined;
    for (const [start] of starts) {
      const repeat = this.#repeatAt(append, start);
      if (repeat !== undefined) return repeat;
    }
    return conflict(append, at);
  }

  /** The same ids in the same order from this revision on: bodies are not compared. */
  #repeatAt({ stream, events }: PreparedAppend, start: number): Appended | undefined {
    const there = this.#idsFrom.all([stream, start, events.length]) as [id: string, position: number][];
    const last = there.at(-1);
    const same = there.length === events.length && there.every(([id], i) => id === events[i]?.id);
    return same && last ? appended(start + there.length - 1, last[1], false) : undefined;
  }

  #write(stream: string, events: readonly EventBody[], end: End): Appended {
    for (const event of events) end = this.#insertAfter(end, stream, event);
    return appended(end.revision, end.position, true);
  }

  #insertAfter(end: End, stream: string, event: EventBody): End {
    const revision = end.revision + 1;
    const hash = Buffer.from(hashOf(event, stream, revision, end.hash?.toString('hex') ?? null), 'hex');
    const { lastInsertRowid: position } = this.#insert.run([
      stream,
      revision,
      event.id,
      event.type,
      event.schemaVersion,
      event.occurredAt,
      event.recordedAt,
      event.data,
      event.actorId,
      event.actorRole,
      event.correlationId,
      event.causationId,
      event.commandId,
      event.commandFingerprint,
      end.hash,
      hash,
    ]);
    return { revision, hash, position };
  }
}

function conflict({ stream, expected }: PreparedAppend, at: number): never {
  throw new AppendConflict(stream, expected, at === NOTHING ? 'no_stream' : BigInt(at));
}

const appended = (revision: number, position: number | bigint, isNew: boolean): Appended => ({
  revision: BigInt(revision),
  position: BigInt(position) as Position,
  isNew,
});
