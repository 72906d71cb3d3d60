import { type Position, START } from '#kept/event-store';
import { Worker } from 'node:worker_threads';
import { type Workspace } from '../workspace.js';
import { type FollowerOrder, type FollowerReport } from './messages.js';
import { threadCode } from './thread.js';

export interface FollowerOptions {
  /** Told why the thread stopped; another one is started after a while. */
  stopped?: (error: unknown) => void;
  /** Told when the read model has moved. */
  moved?: () => void;
}

/** Milliseconds before another thread takes over from one that failed: doubled each time it fails again at once. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 30_000;

/**
 * Keeps the read model at the head of the ledger, on another core, for as long as it runs. It tells how far it has
 * come, so that a question can wait for what its asker has just recorded.
 */
export class Follower {
  #worker: Worker | undefined;
  #reached: Position = START;
  #ready = false;
  #stopped = false;
  #wait = FIRST_WAIT;
  #restart: NodeJS.Timeout | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly workspace: Pick<Workspace, 'places'>,
    private readonly options: FollowerOptions = {},
  ) {}

  start(): void {
    const worker = new Worker(threadCode('following'), { workerData: this.workspace.places });
    this.#worker = worker;
    worker.on('message', (report: FollowerReport) => this.#report(report));
    let cause: unknown;
    worker.on('error', (error) => (cause = error));
    worker.on('exit', () => {
      this.#ready = false;
      if (this.#stopped) return;
      this.options.stopped?.(cause);
      this.#restart = setTimeout(() => this.start(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    });
  }

  /** Whether every projection has been built and has come to where the log ended when this one started. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Everything up to here can be asked for. */
  get reached(): Position {
    return this.#reached;
  }

  /** Somebody waits for a position: entries that are still gathering are projected now. */
  hurry(position: Position): void {
    if (this.#reached < position) this.#tell('hurry');
  }

  /** Resolves to whether everything was built, and had come to a position, within some milliseconds. */
  async whenReached(position: Position, timeout: number): Promise<boolean> {
    const until = performance.now() + timeout;
    this.hurry(position);
    while (!this.#ready || this.#reached < position) {
      const left = until - performance.now();
      if (left <= 0 || this.#stopped) return false;
      await this.#next(left);
    }
    return true;
  }

  /** Ends the thread after the batch at hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    for (const wake of [...this.#waiting]) wake();
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    this.#tell('stop');
    if (worker.threadId !== -1) await ended;
  }

  #tell(order: FollowerOrder): void {
    this.#worker?.postMessage(order);
  }

  #report({ reached }: FollowerReport): void {
    this.#reached = BigInt(reached) as Position;
    this.#ready = true;
    this.#wait = FIRST_WAIT;
    for (const wake of [...this.#waiting]) wake();
    this.options.moved?.();
  }

  #next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
    });
  }
}
