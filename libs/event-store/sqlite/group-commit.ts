import { AppendConflict } from '../errors.js';
import { type Appended } from '../port.js';
import { type Appender, type PreparedAppend } from './append.js';
import { type Connection } from './connection.js';
import { commitFailed, isBusy, notWritten } from './failures.js';

/** An append whose caller waits for the answer. */
export interface WaitingAppend extends PreparedAppend {
  resolve: (appended: Appended) => void;
  reject: (error: unknown) => void;
}

type Outcome = Appended | AppendConflict;

export interface GroupCommitOptions {
  /** Named in errors. */
  place: string;
  /** Milliseconds that an append waits in all for another process to let go of the file. */
  busyTimeout: number;
  /** More events wait for the next transaction: it bounds how long the file is locked and the process is busy. */
  maxEventsPerTransaction: number;
}

/** Milliseconds until a locked file is tried again; the process goes on with other work meanwhile. */
const RETRY_AFTER = 10;

/**
 * Appends that come in the same turn of the event loop share one transaction, and so one fsync: durable writes cost
 * their writers together what one alone would pay. Each append is decided on its own, and answered after the commit.
 */
export class GroupCommit {
  readonly #queue: WaitingAppend[] = [];
  #scheduled = false;
  #busySince: number | undefined;
  #drained: (() => void) | undefined;

  constructor(
    private readonly db: Connection,
    private readonly appender: Appender,
    private readonly committed: () => void,
    private readonly options: GroupCommitOptions,
  ) {}

  append(append: WaitingAppend): void {
    this.#queue.push(append);
    this.#schedule();
  }

  /** Resolves when every append so far has its answer. */
  drain(): Promise<void> {
    if (this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drained = resolve;
    });
  }

  // At the end of the turn, not of the microtask queue: requests that arrived together then commit together.
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    const group = this.#nextGroup();
    const failure = this.#begin();
    if (isBusy(failure) && this.#mayStillWait()) {
      this.#queue.unshift(...group);
      this.#scheduled = true;
      setTimeout(() => this.#flush(), RETRY_AFTER);
      return;
    }
    this.#busySince = undefined;
    if (failure === undefined) this.#writeAndCommit(group);
    else fail(group, () => notWritten(this.options.place, failure));
    if (this.#queue.length > 0) this.#schedule();
    else this.#drained?.();
  }

  #mayStillWait(): boolean {
    this.#busySince ??= performance.now();
    return performance.now() - this.#busySince < this.options.busyTimeout;
  }

  #nextGroup(): WaitingAppend[] {
    let events = 0;
    let size = 0;
    for (const waiting of this.#queue) {
      events += waiting.events.length;
      if (size > 0 && events > this.options.maxEventsPerTransaction) break;
      size += 1;
    }
    return this.#queue.splice(0, size);
  }

  #begin(): Error | undefined {
    try {
      this.db.exec('BEGIN IMMEDIATE');
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #writeAndCommit(group: readonly WaitingAppend[]): void {
    let outcomes: Outcome[];
    try {
      outcomes = group.map((waiting) => this.#decide(waiting));
    } catch (error) {
      this.#rollback();
      // Perhaps only one of them meets the damaged page or the full disk: the others must not suffer for it.
      if (group.length > 1) for (const waiting of group) this.#writeAlone(waiting);
      else fail(group, () => notWritten(this.options.place, error));
      return;
    }
    try {
      this.db.exec('COMMIT');
    } catch (error) {
      this.#rollback();
      // Conflicts too: they may have been decided against events of this very transaction.
      fail(group, ({ stream }) => commitFailed(this.options.place, stream, error));
      return;
    }
    this.committed();
    answer(group, outcomes);
  }

  #writeAlone(waiting: WaitingAppend): void {
    const failure = this.#begin();
    if (failure === undefined) this.#writeAndCommit([waiting]);
    else fail([waiting], () => notWritten(this.options.place, failure));
  }

  #decide(waiting: WaitingAppend): Outcome {
    try {
      return this.appender.append(waiting);
    } catch (error) {
      if (error instanceof AppendConflict) return error;
      throw error;
    }
  }

  #rollback(): void {
    try {
      // SQLite has often rolled back by itself already, and then there is no transaction left to end.
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
    } catch {
      // The failure that led here is what the callers hear; the next BEGIN shows whether this one lasts.
    }
  }
}

function answer(group: readonly WaitingAppend[], outcomes: readonly Outcome[]): void {
  group.forEach((waiting, i) => {
    const outcome = outcomes[i];
    if (outcome === undefined || outcome instanceof AppendConflict) waiting.reject(outcome);
    else waiting.resolve(outcome);
  });
}

function fail(group: readonly WaitingAppend[], because: (waiting: WaitingAppend) => Error): void {
  for (const waiting of group) waiting.reject(because(waiting));
}
