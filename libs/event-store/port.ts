import {
  type FirstEvent,
  type LoggedEvent,
  type LoggedText,
  type NewEvent,
  type Position,
  type RecordedEvent,
} from './record.js';

/**
 * What the caller believes of a stream when appending: it may be anything, must not exist yet, must exist, or must end
 * with exactly this revision.
 */
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | bigint;

/** What an acknowledged append answers: both are those of the append's own last event, also when it was a repeat. */
export interface Appended {
  revision: bigint;
  position: Position;
  /** Whether this very append has written it, and not an earlier attempt. A driver that cannot tell must find out. */
  isNew: boolean;
}

/** A part of one stream. Bounds are inclusive, as in EventStoreDB. */
export interface StreamRange {
  from?: bigint;
  to?: bigint;
  direction?: 'forwards' | 'backwards';
  /** At most this many events in all. */
  limit?: number;
}

/** A part of the log: what comes strictly after a position, up to and including another. */
export interface LogRange {
  after?: Position;
  through?: Position;
  /** Events a page, at most. */
  pageSize?: number;
}

/** What a subscriber wants of the log: what comes strictly after a position. */
export interface SubscriptionRange {
  after?: Position;
  /** Events a page, at most. */
  pageSize?: number;
  /**
   * Only the events of streams whose names begin with one of these. All others are passed over where they are kept:
   * whoever waits for something rare does not read all that others write.
   */
  prefixes?: readonly [string, ...string[]];
}

/** One fault found by an audit: where it is, and what is wrong there. */
export interface Finding {
  /** For people: `ledger.db, position 17, commitment-42 revision 3`. */
  place: string;
  problem: string;
}

/**
 * The port every driver implements, with EventStoreDB's semantics.
 *
 * An append is atomic and durable when it is acknowledged. A retry with the same event ids and the same *original*
 * expected revision succeeds again and answers with the first position; at the current revision, ids are not compared.
 * Every driver chains events by hash itself, see {@link RecordedEvent}.
 *
 * Failures say what became of the append: `AppendConflict` and `AppendRejected` — nothing was written;
 * `AppendOutcomeUnknown` — it may have been: retry the same append, or read.
 */
export interface EventStore {
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;

  /** Pages of one stream; nothing if it does not exist. */
  readStream(stream: string, range?: StreamRange): AsyncIterable<RecordedEvent[]>;

  /** What each of these streams began with, in no order; of a stream that does not exist, nothing. */
  readFirst(streams: readonly string[]): Promise<FirstEvent[]>;

  /** Pages of the log as it stands now, in commit order. Ends at the head. */
  readAll(range?: LogRange): AsyncIterable<LoggedEvent[]>;

  /** The same as `readAll`, with their data as JSON, as it is kept: nobody has parsed it. */
  readAllAsText(range?: LogRange): AsyncIterable<LoggedText[]>;

  /** Like `readAll`, but waits for more at the head, until the signal aborts: then it ends without an error. */
  subscribe(range: SubscriptionRange, signal: AbortSignal): AsyncIterable<LoggedEvent[]>;

  /** The last event of the log; `undefined` where there is none yet. */
  last(): Promise<LoggedEvent | undefined>;

  /** The position of the last event, or `START`. */
  head(): Promise<Position>;

  /** The store's own name, minted when it was created: a position means nothing in another store. */
  identity(): Promise<string>;

  /** Re-reads every stored byte and re-hashes every chain. Yields what is wrong; nothing when all is well. */
  audit(progress?: (done: number, total: number) => void): AsyncIterable<Finding>;

  close(): Promise<void>;
}
