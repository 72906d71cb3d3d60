import { Life } from './life.fixture.js';
import { settled } from './virtual-clock.fixture.js';

/** What is under way at something that takes real time, as a database does. */
export class UnderWay {
  readonly #all = new Set<Promise<unknown>>();

  readonly add = (result: Promise<unknown>): void => {
    const over = result
      .catch(() => undefined)
      .finally(() => {
        this.#all.delete(over);
      });
    this.#all.add(over);
  };

  /** The same, and whatever is asked of it is under way. */
  of<T extends object>(real: T): T {
    return new Life().of(real, this.add);
  }

  /** Everything has happened that needs no time: nothing else is waited for but promises. */
  readonly settled = async (): Promise<void> => {
    for (;;) {
      await settled();
      if (this.#all.size === 0) return;
      await Promise.all(this.#all);
    }
  };
}
