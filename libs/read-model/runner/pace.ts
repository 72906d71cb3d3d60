/** A batch of fewer events is no sign of more to come. */
const MANY = 10;

/**
 * How soon a batch follows the one before. Much of what a batch costs is the same for ten entries as for a thousand:
 * where entries keep coming, it is better to let some gather. Where they come one by one, nobody waits for anything.
 */
export class Pace {
  #wake: (() => void) | undefined;
  #hurried = false;

  /** @param milliseconds to rest after a batch of many events: what is projected is behind by so much more */
  constructor(private readonly milliseconds: number) {}

  /** Somebody waits for what has been recorded: the rest ends, or the next one does not begin. */
  hurry(): void {
    this.#hurried = true;
    this.#wake?.();
  }

  /** Rests after a batch, until it is time for the next one, somebody hurries, or the signal aborts. */
  async after(events: number, signal: AbortSignal): Promise<void> {
    if (events >= MANY && !this.#hurried && !signal.aborted) await this.#rest(signal);
    this.#hurried = false;
  }

  #rest(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, this.milliseconds);
      signal.addEventListener('abort', wake, { once: true });
      this.#wake = wake;
    });
  }
}
