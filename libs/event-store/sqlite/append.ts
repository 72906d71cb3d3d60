import { type EventBody, hashOf } from '../chain.js';
import { AppendConflict } from '../errors.js';
import { type Appended, type ExpectedRevision } from '../port.js';
import { type Position } from '../record.js';
import { type Connection } from './connection.js';

/** A checked append on its way into a transaction. */
export interface PreparedAppend {
  stream: string;
  expected: ExpectedRevision;
  events: readonly EventBody[];
}

/** Revisions are numbers in here; "before the first event" is −1, as in EventStoreDB's own arithmetic. */
const NOTHING = -1;

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
    const { stream, expected } = append;
    const head = this.#head.get([stream]) as [revision: number, hash: Buffer] | undefined;
    const at = head?.[0] ?? NOTHING;
    const known =
      expected === 'any' || expected === 'stream_exists'
        ? this.#findAnywhere(append, at)
        : this.#findAfter(append, expected === 'no_stream' ? NOTHING : Number(expected), at);
    return known ?? this.#write(append, at, head?.[1] ?? null);
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
    return same && last ? appended(start + there.length - 1, last[1]) : undefined;
  }

  #write({ stream, events }: PreparedAppend, at: number, head: Buffer | null): Appended {
    let revision = at;
    let previous = head;
    let previousHash = head === null ? null : head.toString('hex');
    let position: number | bigint = 0;
    for (const event of events) {
      revision += 1;
      const hash = hashOf(event, stream, revision, previousHash);
      const bytes = Buffer.from(hash, 'hex');
      position = this.#insert.run([
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
        previous,
        bytes,
      ]).lastInsertRowid;
      previous = bytes;
      previousHash = hash;
    }
    return appended(revision, position);
  }
}

function conflict({ stream, expected }: PreparedAppend, at: number): never {
  throw new AppendConflict(stream, expected, at === NOTHING ? 'no_stream' : BigInt(at));
}

const appended = (revision: number, position: number | bigint): Appended => ({
  revision: BigInt(revision),
  position: BigInt(position) as Position,
});
