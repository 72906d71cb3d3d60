import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Workspace } from '../workspace.js';
import { type Nudge } from './messages.js';
import { threadCode } from './thread.js';

/** So many new events are worth a batch: fewer, and each costs more; more, and at the end whoever recorded waits longer for the last. */
const BATCH = 1_500;

/** What the other thread may hold on to. Left alone, an engine with memory to spare collects its garbage late. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 };

/**
 * Projects on another core what this thread records. It is only faster: whatever it leaves undone, also where it fails,
 * `refresh` does, and meets the same failure if it is one of the ledger or the read model.
 */
export class Projector {
  readonly #worker: Worker;
  readonly #ended: Promise<unknown>;
  #events = 0;

  constructor({ places: workerData }: Pick<Workspace, 'places'>) {
    this.#worker = new Worker(threadCode('projector'), { workerData, resourceLimits });
    this.#ended = once(this.#worker, 'exit');
    this.#ended.catch(() => undefined);
  }

  /** Events were recorded. */
  recorded(events: number): void {
    const before = Math.floor(this.#events / BATCH);
    this.#events += events;
    if (Math.floor(this.#events / BATCH) > before) this.#nudge('more');
  }

  /** Waits until everything recorded is projected. @throws whatever stopped the other thread */
  async finish(): Promise<void> {
    this.#nudge('no more');
    await this.#ended;
  }

  /** Lets go of it at once: what it had not committed is projected next time. */
  async abandon(): Promise<void> {
    await this.#worker.terminate();
  }

  #nudge(nudge: Nudge): void {
    this.#worker.postMessage(nudge);
  }
}

/**
 * Does work that records events while another thread projects them.
 * @param stopped told why that thread stopped early; the work goes on without it
 */
export async function whileProjecting<T>(
  workspace: Pick<Workspace, 'places'>,
  work: (recorded: (events: number) => void) => Promise<T>,
  stopped: (error: unknown) => void,
): Promise<T> {
  const projector = new Projector(workspace);
  try {
    const done = await work((events) => projector.recorded(events));
    await projector.finish().catch(stopped);
    return done;
  } catch (error) {
    await projector.abandon();
    throw error;
  }
}
