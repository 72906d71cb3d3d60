/** A batch of fewer events is no sign of more to come. */
const MANY = 10;

/** A batch that was just projected. */
export interface Projected {
  events: number;
  /** Milliseconds. */
  took: number;
}

/**
 * How soon a batch follows the one before. Much of what a batch costs is the same for ten entries as for a thousand:
 * where entries keep coming, it is better to let some gather. Where they come one by one, nobody waits for anything.
 *
 * It is counted from beginning to beginning: the longer a batch took, the more has come meanwhile, and what came first
 * has waited as long.
 */
export class Pace {
  #wake: (() => void) | undefined;
  #hurried = false;

  /** @param milliseconds from the beginning of a batch of many events to that of the next one */
  constructor(private readonly milliseconds: number) {}

  /** Whether somebody waits for what has been recorded. */
  get isHurried(): boolean {
    return this.#hurried;
  }

  /** Somebody waits for what has been recorded: the rest ends, or the next one does not begin. */
  hurry(): void {
    this.#hurried = true;
    this.#wake?.();
  }

  /** Rests after a batch, until it is time for the next one, somebody hurries, or the signal aborts. */
  async after({ events, took }: Projected, signal: AbortSignal): Promise<void> {
    const rest = this.milliseconds - took;
    if (events >= MANY && rest > 0 && !this.#hurried && !signal.aborted) await this.#rest(rest, signal);
    this.#hurried = false;
  }

  #rest(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal.addEventListener('abort', wake, { once: true });
      this.#wake = wake;
    });
  }
}
