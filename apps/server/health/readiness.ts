import { type EventStore } from '#kept/event-store';
import { eventsBetween, type Places, type Progress } from '#kept/workspace';
import { type Check, type Checks, type ReadyAnswer } from './health-answers.js';
import { type LedgerHealth } from './ledger-health.js';

export interface ReadinessParts {
  store: Pick<EventStore, 'head'>;
  progress: Pick<Progress, 'ready' | 'reached'>;
  ledger: Pick<LedgerHealth, 'trouble'>;
  places: Pick<Places, 'eventStore'>;
  /** Events. */
  maxLag: number;
}

const OK: Check = { ok: true };
const failing = (problem: string): Check => ({ ok: false, problem });

/** Whether requests should be sent here. */
export class Readiness {
  #stopping = false;

  constructor(private readonly parts: ReadinessParts) {}

  /** From now on they should not. */
  stop(): void {
    this.#stopping = true;
  }

  async answer(): Promise<ReadyAnswer> {
    const { store, progress, places } = this.parts;
    const head = await store.head().catch(() => undefined);
    const lag = head === undefined ? undefined : eventsBetween(progress.reached, head, places);
    const checks: Checks = {
      ledger: head === undefined ? failing('unreadable') : await this.#ledger(),
      projections: this.#projections(lag),
      running: this.#stopping ? failing('stopping') : OK,
    };
    return {
      status: Object.values(checks as unknown as Record<string, Check>).every(({ ok }) => ok) ? 'ready' : 'not-ready',
      checks,
      ...(head !== undefined && { head: String(head), lag: lag! }),
      reached: String(progress.reached),
    };
  }

  async #ledger(): Promise<Check> {
    const trouble = await this.parts.ledger.trouble();
    return trouble === undefined ? OK : failing(trouble);
  }

  #projections(lag = 0): Check {
    if (!this.parts.progress.ready) return failing('not-built');
    return lag <= this.parts.maxLag ? OK : failing('behind');
  }
}
