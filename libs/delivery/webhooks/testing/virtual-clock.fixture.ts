import { instant, type Instant } from '#kept/domain';
import { type Clock } from '../clock.js';

interface Timer {
  at: number;
  call: () => void;
}

/** Time that passes only when it is told to, and lets everything happen that is due. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2024, 1, 29, 12);
  readonly #timers = new Set<Timer>();

  /** @param calm resolves when everything has happened that needs no time */
  constructor(private readonly calm: () => Promise<void> = settled) {}

  now(): Instant {
    return instant(this.#now);
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.#now + milliseconds, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await this.calm();
    for (let next; (next = this.#next()) && next.at <= until;) {
      this.#now = Math.max(this.#now, next.at);
      this.#timers.delete(next);
      next.call();
      await this.calm();
    }
    this.#now = until;
  }

  /** What was set and not called in that order. */
  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (!first || timer.at < first.at) first = timer;
    return first;
  }
}

/** Everything that needs no time has happened, where nothing waits for anything but promises. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
