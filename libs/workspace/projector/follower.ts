import { type Position } from '#kept/event-store';
import { Worker } from 'node:worker_threads';
import { type Workspace } from '../workspace.js';
import { type FollowerOrder, type FollowerReport } from './messages.js';
import { threadCode } from './thread.js';

export interface FollowerOptions {
  /** Told how far it has come. */
  reached: (position: Position) => void;
  /** Told why the thread stopped; another one is started after a while. */
  stopped: (error: unknown) => void;
}

/** Milliseconds before another thread takes over from one that failed: doubled each time it fails again at once. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 30_000;

/** Keeps the read model at the head of the ledger, on another core, for as long as it runs. */
export class Follower {
  #worker: Worker | undefined;
  #stopped = false;
  #wait = FIRST_WAIT;
  #restart: NodeJS.Timeout | undefined;

  constructor(
    private readonly workspace: Pick<Workspace, 'places'>,
    private readonly options: FollowerOptions,
  ) {}

  start(): void {
    const worker = new Worker(threadCode('follower'), { workerData: this.workspace.places });
    this.#worker = worker;
    worker.on('message', ({ reached }: FollowerReport) => {
      this.#wait = FIRST_WAIT;
      this.options.reached(BigInt(reached) as Position);
    });
    let cause: unknown;
    worker.on('error', (error) => (cause = error));
    worker.on('exit', () => {
      if (this.#stopped) return;
      this.options.stopped(cause);
      this.#restart = setTimeout(() => this.start(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    });
  }

  /** Entries that are still gathering are projected now. */
  hurry(): void {
    this.#tell('hurry');
  }

  /** Ends the thread after the batch at hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    this.#tell('stop');
    if (worker.threadId !== -1) await ended;
  }

  #tell(order: FollowerOrder): void {
    this.#worker?.postMessage(order);
  }
}
