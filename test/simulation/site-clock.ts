import { type Clock } from '#kept/deadlines';
import { instant, type Instant } from '#kept/domain';

/** The time of a simulation: it goes when somebody says so. */
export interface Time {
  now: Instant;
}

/**
 * A machine's clock. Whoever sleeps by it sleeps until it ticks: a watch never sleeps longer than a second, and in a
 * simulation much more goes by between two things that happen.
 */
export class SiteClock implements Clock {
  #wake: (() => void) | undefined;
  #waiting: (() => void)[] = [];

  /** @param ahead milliseconds by which it is wrong */
  constructor(
    private readonly time: Time,
    private readonly ahead: number,
  ) {}

  now(): Instant {
    return instant(this.time.now + this.ahead);
  }

  sleep(_: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#wake = undefined;
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#wake = wake;
      for (const told of this.#waiting.splice(0)) told();
    });
  }

  /** Wakes whoever sleeps. */
  tick(): void {
    this.#wake?.();
  }

  /** When the one who goes by this clock has nothing to do but to sleep. */
  idle(): Promise<void> {
    return this.#wake ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }
}
