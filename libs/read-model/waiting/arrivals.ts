/** How often those who wait look by themselves: the projector may be in another thread or another process. */
const LOOK_EVERY = 10;

interface Waiter {
  position: number;
  arrived: (position: number) => void;
  failed: (error: unknown) => void;
}

/**
 * Where those wait who want to read what they have just written. However many there are, one look at the checkpoints
 * serves them all.
 */
export class Arrivals {
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #lookAgain = false;

  /** @param reached how far the live projections have come; `undefined` while one was never built */
  constructor(readonly reached: () => Promise<number | undefined>) {}

  /** To be called when a checkpoint has moved: those who wait look at once. The runner does, in its own process. */
  moved(): void {
    if (this.#waiters.size > 0) void this.#look();
  }

  /** Whether a position has been reached already. */
  async has(position: number): Promise<boolean> {
    return ((await this.reached()) ?? -1) >= position;
  }

  /** Resolves when a position has been reached; rejects when the checkpoints cannot be read, or with the signal. */
  async at(position: number, signal: AbortSignal, lookEvery = LOOK_EVERY): Promise<number> {
    signal.throwIfAborted();
    const waiter: Waiter = { position, arrived: () => undefined, failed: () => undefined };
    const gone = (): void => waiter.failed(signal.reason);
    signal.addEventListener('abort', gone);
    try {
      return await new Promise<number>((resolve, reject) => {
        waiter.arrived = resolve;
        waiter.failed = reject;
        this.#waiters.add(waiter);
        this.#timer ??= setInterval(() => void this.#look(), lookEvery);
        void this.#look();
      });
    } finally {
      signal.removeEventListener('abort', gone);
      this.#waiters.delete(waiter);
      if (this.#waiters.size === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  async #look(): Promise<void> {
    // What has moved during a look may not have been seen by it.
    this.#lookAgain = this.#looking;
    if (this.#looking) return;
    this.#looking = true;
    try {
      do {
        this.#lookAgain = false;
        const reached = await this.reached();
        if (reached === undefined) continue;
        for (const waiter of this.#waiters) if (waiter.position <= reached) waiter.arrived(reached);
      } while (this.#wantsToLookAgain());
    } catch (error) {
      for (const waiter of this.#waiters) waiter.failed(error);
    } finally {
      this.#looking = false;
    }
  }

  #wantsToLookAgain(): boolean {
    return this.#lookAgain && this.#waiters.size > 0;
  }
}
