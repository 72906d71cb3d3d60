import { type Instant } from '#kept/domain';

/** So many lanes failing, and none succeeding, is the endpoint's fault and not that of what is sent. */
const LANES = 5;
/** Milliseconds that it stays open at first, doubled each time, and at most. */
export const REST = { first: 30_000, longest: 15 * 60_000 };
const JITTER = 0.2;

/**
 * Keeps an endpoint that takes nothing from being sent everything. It counts lanes and not attempts: one customer's
 * events may fail for ever without being in the way of another's. While it is open nothing is sent; after a while it is
 * half open, and lets one delivery through, which decides.
 */
export class Breaker {
  #state: 'closed' | 'open' | 'half-open' = 'closed';
  readonly #lanes = new Set<string>();
  #rest = REST.first;
  #probesAt: Instant | undefined;

  constructor(private readonly random: () => number) {}

  get state(): 'closed' | 'open' | 'half-open' {
    return this.#state;
  }

  /** While it is open: when it will be half open. */
  get probesAt(): Instant | undefined {
    return this.#probesAt;
  }

  /** @returns whether it has opened, or stays open for longer */
  failed(lane: string, now: Instant): boolean {
    this.#lanes.add(lane);
    // What was under way when it opened says nothing new.
    if (this.#state === 'open' || (this.#state === 'closed' && this.#lanes.size < LANES)) return false;
    const jitter = 1 + JITTER * (2 * this.random() - 1);
    this.#state = 'open';
    this.#probesAt = (now + Math.round(this.#rest * jitter)) as Instant;
    this.#rest = Math.min(this.#rest * 2, REST.longest);
    return true;
  }

  succeeded(): void {
    this.#state = 'closed';
    this.#lanes.clear();
    this.#rest = REST.first;
    this.#probesAt = undefined;
  }

  /** The rest is over. */
  probe(): void {
    this.#state = 'half-open';
    this.#probesAt = undefined;
  }
}
