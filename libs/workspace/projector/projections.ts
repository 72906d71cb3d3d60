import { type Workspace } from '../workspace.js';
import { Follower } from './follower.js';
import { Onlooker } from './onlooker.js';
import { Progress } from './progress.js';

export interface ProjectionsOptions {
  /** Told when the read model has moved. */
  moved?: () => void;
  /** Told why the projecting thread stopped; another one is started after a while. */
  stopped?: (error: unknown) => void;
}

/**
 * The read model of a running process: kept at the head of the ledger by a thread of its own, or by another process,
 * which it then looks at. Which of the two may change at any time.
 */
export class Projections {
  readonly progress: Progress;
  #follower: Follower | undefined;
  #onlooker: Onlooker | undefined;
  #turn: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(
    private readonly workspace: Pick<Workspace, 'places' | 'readModel'>,
    private readonly options: ProjectionsOptions = {},
  ) {
    const { moved } = options;
    this.progress = new Progress({ ...(moved && { moved }), hurry: () => this.#follower?.hurry() });
  }

  /** Projects from now on. Said again, it changes nothing. */
  follow(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#follower) return;
      await this.#leave();
      this.#follower = new Follower(this.workspace, {
        reached: (position) => this.progress.report(position),
        stopped: (error) => {
          this.progress.lose();
          this.options.stopped?.(error);
        },
      });
      this.#follower.start();
    });
  }

  /** Projects no more, and looks how far others come. Resolves when the batch at hand is done. */
  lookOn(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#onlooker) return;
      await this.#leave();
      this.#onlooker = new Onlooker(this.workspace.readModel, {
        reached: (position) => this.progress.report(position),
        unknown: () => this.progress.lose(),
      });
      this.#onlooker.start();
    });
  }

  /** Does neither any more. */
  async stop(): Promise<void> {
    this.progress.end();
    this.#ended = true;
    await this.#turn;
    await this.#leave();
  }

  async #leave(): Promise<void> {
    const [follower, onlooker] = [this.#follower, this.#onlooker];
    this.#follower = undefined;
    this.#onlooker = undefined;
    await follower?.stop();
    await onlooker?.stop();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(() => (this.#ended ? undefined : work()));
    return this.#turn;
  }
}
