import { type Watch } from '#kept/deadlines';
import { type Holding, type SharedWork } from '#kept/sharing';
import { type Projections } from '#kept/workspace';

export interface LedgerWorkParts {
  projections: Pick<Projections, 'follow' | 'lookOn' | 'progress'>;
  /** A watch over some of the commitments. */
  watchOver: (isMine: (commitment: string) => boolean) => Pick<Watch, 'start' | 'moved' | 'stop'>;
  deliveries: SharedWork;
  /** Told of what failed; the rest goes on. */
  failed: (error: unknown) => void;
}

/** Whoever holds the share of this name projects: rows are worth folding once. */
const PROJECTIONS = 'projections';

/**
 * What is done for a ledger by itself, whichever of its servers does it: projecting, which one does, declaring breaches
 * and delivering, which many do.
 */
export class LedgerWork implements SharedWork {
  readonly #parts: LedgerWorkParts;
  #watch: ReturnType<LedgerWorkParts['watchOver']> | undefined;

  constructor(parts: LedgerWorkParts) {
    this.#parts = parts;
  }

  async hold(holding: Holding): Promise<void> {
    const { projections, deliveries, failed } = this.#parts;
    const done = [
      holding.has(PROJECTIONS) ? projections.follow() : projections.lookOn(),
      this.#watchOver(holding),
      deliveries.hold(holding),
    ];
    for (const result of await Promise.allSettled(done)) if (result.status === 'rejected') failed(result.reason);
  }

  /** The read model has moved, and with it the agenda of the watch, which is a projection. */
  moved(): void {
    this.#watch?.start();
    this.#watch?.moved();
  }

  /** A new watch begins with everything that is due: so what another worker left undone is done. */
  async #watchOver(holding: Holding): Promise<void> {
    await this.#watch?.stop();
    this.#watch = undefined;
    if (holding.size === 0) return;
    this.#watch = this.#parts.watchOver((commitment) => holding.has(commitment));
    // There is nothing to follow before it has been built.
    if (this.#parts.projections.progress.ready) this.#watch.start();
  }
}
