import { type Connection } from './connection.js';

/** Milliseconds without a commit after which nobody is in a hurry, and so many times the interval between looks then. */
const QUIET = 1_000;
const AT_REST = 4;

/**
 * Tells subscribers at the head that there may be more: at once for this process's own commits, and within the poll
 * interval for those of other processes, or a few of them where there has been nothing for a while: looking costs little,
 * and all day long it adds up. It only wakes; what is there, the subscriber reads for itself.
 */
export class Tail {
  readonly #waiting = new Set<() => void>();
  readonly #version;
  #seen = -1;
  /** When the version was last seen to have changed. */
  #changedAt = performance.now();
  #poll: NodeJS.Timeout | undefined;

  constructor(
    db: Connection,
    private readonly pollInterval: number,
  ) {
    this.#version = db.prepare('PRAGMA data_version').raw(true);
  }

  /**
   * Resolves at the next commit, or when the signal aborts. To lose none, call it in the same turn as the read that
   * found nothing: what another process commits after that read, the next look at the version sees.
   */
  next(signal: AbortSignal): Promise<void> {
    this.#startPolling();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        this.#stopPollingWhenAlone();
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  // The version of the last look is always older than any read made since, so a change can be seen twice, never missed.
  #look(): void {
    const [version] = this.#version.get([]) as [number];
    if (version === this.#seen) return;
    this.#seen = version;
    this.#changedAt = performance.now();
    this.wakeAll();
  }

  #startPolling(): void {
    const isQuiet = performance.now() - this.#changedAt > QUIET;
    this.#poll ??= setTimeout(
      () => {
        this.#poll = undefined;
        this.#look();
        if (this.#waiting.size > 0) this.#startPolling();
      },
      this.pollInterval * (isQuiet ? AT_REST : 1),
    ).unref();
  }

  #stopPollingWhenAlone(): void {
    if (this.#waiting.size > 0) return;
    clearTimeout(this.#poll);
    this.#poll = undefined;
  }
}
