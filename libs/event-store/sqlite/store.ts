import { setImmediate as nextTurn } from 'node:timers/promises';

import { PositionBeyondLog, StoreClosed } from '../errors.js';
import {
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type Finding,
  type LogRange,
  type StreamRange,
  type SubscriptionRange,
} from '../port.js';
import {
  type FirstEvent,
  type LoggedEvent,
  type LoggedText,
  type NewEvent,
  type Position,
  type RecordedEvent,
  START,
} from '../record.js';
import { prepareAppend } from '../validate.js';
import { Appender } from './append.js';
import { auditConnection } from './audit.js';
import { auditWal } from './audit-wal.js';
import { type Connection } from './connection.js';
import { GroupCommit } from './group-commit.js';
import { NO_LIMIT, Reader } from './read.js';
import { Tail } from './tail.js';

export interface SqliteStoreOptions {
  /** Milliseconds between two looks for what other processes have committed. */
  pollInterval: number;
  /** Milliseconds an append waits for another process to let go of the file. */
  busyTimeout: number;
  maxEventsPerTransaction: number;
}

// Reading is synchronous: between two pages the rest of the process gets its turn.
const PAGE_SIZE = 500;

/** Positions that are looked at in one go for what a subscriber wants: half a millisecond, and some where they come from the disk. */
const SEARCH_WINDOW = 2_000n;

/** The embedded event store: one SQLite file. Everything but writing is one synchronous statement a page. */
export class SqliteEventStore implements EventStore {
  readonly #reader: Reader;
  readonly #writes: GroupCommit;
  readonly #tail: Tail;
  #closing: Promise<void> | undefined;

  constructor(
    private readonly db: Connection,
    private readonly path: string,
    options: SqliteStoreOptions,
  ) {
    this.#reader = new Reader(db);
    this.#tail = new Tail(db, options.pollInterval);
    this.#writes = new GroupCommit(db, new Appender(db), () => this.#tail.wakeAll(), { place: path, ...options });
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    // One promise for the whole way; what is thrown in here rejects it.
    return new Promise((resolve, reject) => {
      this.#mustBeOpen();
      this.#writes.append({ stream, expected, events: prepareAppend(stream, expected, events), resolve, reject });
    });
  }

  async *readStream(stream: string, range: StreamRange = {}): AsyncGenerator<RecordedEvent[]> {
    let from = Number(range.from ?? 0n);
    let to = Number(range.to ?? NO_LIMIT);
    let left = range.limit ?? NO_LIMIT;
    for (;;) {
      this.#mustBeOpen();
      const size = Math.min(left, PAGE_SIZE);
      const page = this.#reader.streamPage(stream, from, to, range.direction, size);
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      left -= page.length;
      if (page.length < size || left === 0) return;
      if (range.direction === 'backwards') to = Number(last.revision) - 1;
      else from = Number(last.revision) + 1;
      await nextTurn();
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async readFirst(streams: readonly string[]): Promise<FirstEvent[]> {
    this.#mustBeOpen();
    return this.#reader.first(streams);
  }

  readAll(range: LogRange = {}): AsyncGenerator<LoggedEvent[]> {
    return this.#readLog(range, (after, through, size) => this.#reader.logPage(after, through, size));
  }

  readAllAsText(range: LogRange = {}): AsyncGenerator<LoggedText[]> {
    return this.#readLog(range, (after, through, size) => this.#reader.logPageAsText(after, through, size));
  }

  async *#readLog<Event extends { position: Position }>(
    range: LogRange,
    read: (after: Position, through: Position, size: number) => Event[],
  ): AsyncGenerator<Event[]> {
    const head = this.#headAtLeast(range.after ?? START);
    const through = range.through !== undefined && range.through < head ? range.through : head;
    let after = range.after ?? START;
    while (after < through) {
      this.#mustBeOpen();
      const page = read(after, through, range.pageSize ?? PAGE_SIZE);
      yield page;
      after = page.at(-1)?.position ?? through;
      await nextTurn();
    }
  }

  async *subscribe(range: SubscriptionRange, signal: AbortSignal): AsyncGenerator<LoggedEvent[]> {
    let last: Position = range.after ?? START;
    this.#headAtLeast(last);
    while (!signal.aborted) {
      this.#mustBeOpen();
      const { page, through } = this.#pageAfter(last, range);
      if (through === last) {
        await this.#tail.next(signal);
      } else {
        if (page.length > 0) yield page;
        last = through;
        await nextTurn();
      }
    }
  }

  /** @returns with how far has been looked */
  #pageAfter(
    last: Position,
    { pageSize = PAGE_SIZE, prefixes }: SubscriptionRange,
  ): { page: LoggedEvent[]; through: Position } {
    if (!prefixes) {
      const page = this.#reader.logPage(last, NO_LIMIT_POSITION, pageSize);
      return { page, through: page.at(-1)?.position ?? last };
    }
    const head = this.#reader.head();
    const window = (last + SEARCH_WINDOW) as Position;
    const through = window < head ? window : head;
    const page = this.#reader.logPageOf(prefixes, last, through, pageSize);
    return { page, through: page.length === pageSize ? page.at(-1)!.position : through };
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async last(): Promise<LoggedEvent | undefined> {
    this.#mustBeOpen();
    const head = this.#reader.head();
    return this.#reader.logPage((head - 1n) as Position, head, 1)[0];
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async head(): Promise<Position> {
    this.#mustBeOpen();
    return this.#reader.head();
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async identity(): Promise<string> {
    this.#mustBeOpen();
    const [identity] = this.db.prepare('SELECT identity FROM store').raw(true).get([]) as [string];
    return identity;
  }

  async *audit(progress?: (done: number, total: number) => void): AsyncGenerator<Finding> {
    this.#mustBeOpen();
    yield* auditWal(this.path);
    yield* auditConnection(this.db, this.path, progress);
  }

  /** Answers what is pending, moves the write-ahead log into the file, and lets go of it. Twice is as good as once. */
  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    await this.#writes.drain();
    try {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // A full disk, or somebody reading: the events are safe in the log, and whoever opens the file next moves them.
    } finally {
      this.db.close();
      this.#tail.wakeAll();
    }
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw new StoreClosed(this.path);
  }

  #headAtLeast(position: Position): Position {
    this.#mustBeOpen();
    const head = this.#reader.head();
    if (position > head) throw new PositionBeyondLog(position, head);
    return head;
  }
}

const NO_LIMIT_POSITION = BigInt(NO_LIMIT) as Position;
