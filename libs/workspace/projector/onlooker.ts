import { type Position } from '#kept/event-store';
import { type ReadModel } from '#kept/read-model';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two looks. Whoever waits for what they have recorded looks for themselves, and more often. */
const LOOK_EVERY = 100;

export interface OnlookerOptions {
  /** Told how far others have come. */
  reached: (position: Position) => void;
  /** Told that nobody has built the projections yet, or that the read model does not answer. */
  unknown: () => void;
}

/** Looks how far another process has projected. */
export class Onlooker {
  readonly #stopping = new AbortController();
  #looking: Promise<void> | undefined;

  constructor(
    private readonly readModel: Pick<ReadModel, 'arrivals'>,
    private readonly options: OnlookerOptions,
  ) {}

  start(): void {
    this.#looking ??= this.#look(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { arrivals } = this.readModel;
    for (;;) {
      const reached = await arrivals.reached().catch(() => undefined);
      if (signal.aborted) return;
      if (reached === undefined) this.options.unknown();
      else this.options.reached(BigInt(reached) as Position);
      await wait(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    }
  }
}
