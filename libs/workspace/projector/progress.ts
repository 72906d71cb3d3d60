import { type Position, START } from '#kept/event-store';

export interface ProgressOptions {
  /** Told when the read model has moved. */
  moved?: () => void;
  /** Told that somebody waits. */
  hurry?: () => void;
}

/**
 * How far the read model has come, as far as this process has heard, so that a question can wait for what its asker has
 * just recorded.
 */
export class Progress {
  #reached: Position = START;
  #ready = false;
  #ended = false;
  readonly #waiting = new Set<() => void>();

  constructor(private readonly options: ProgressOptions = {}) {}

  /** Whether every projection has been built, and somebody keeps them at the head of the ledger. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Everything up to here can be asked for. */
  get reached(): Position {
    return this.#reached;
  }

  /** Everything up to here can be asked for from now on. */
  report(position: Position): void {
    const moved = !this.#ready || position !== this.#reached;
    this.#reached = position;
    this.#ready = true;
    if (!moved) return;
    this.#wake();
    this.options.moved?.();
  }

  /** Nobody knows how far it is. */
  lose(): void {
    this.#ready = false;
  }

  /** Nothing will be reported any more. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Somebody waits for a position: entries that are still gathering are projected now. */
  hurry(position: Position): void {
    if (this.#reached < position) this.options.hurry?.();
  }

  /** Resolves to whether everything was built, and had come to a position, within some milliseconds. */
  async whenReached(position: Position, timeout: number): Promise<boolean> {
    const until = performance.now() + timeout;
    this.hurry(position);
    while (!this.#ready || this.#reached < position) {
      const left = until - performance.now();
      if (left <= 0 || this.#ended) return false;
      await this.#next(left);
    }
    return true;
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
    });
  }
}
