import { type Clock } from '../clock.js';
import { type Sender } from '../sending/sender.js';

/** Whatever was asked for by whom nobody waits for any more. */
export const NEVER = new Promise<never>(() => undefined);

/** The life of a process: it ends at whatever it was, and may stand still before, while the world goes on. */
export class Life {
  isOver = false;
  #still: { promise: Promise<void>; resolve: () => void } | undefined;

  get isStill(): boolean {
    return this.#still !== undefined;
  }

  standStill(): void {
    let resolve = (): void => undefined;
    const promise = new Promise<void>((done) => (resolve = done));
    this.#still ??= { promise, resolve };
  }

  goOn(): void {
    this.#still?.resolve();
    this.#still = undefined;
  }

  /** Whatever there is to be done goes on when this resolves. */
  async moves(): Promise<void> {
    while (this.#still) await this.#still.promise;
    if (this.isOver) await NEVER;
  }

  /** What is done to something by a process: nothing it began ends after its life, and nothing begins. */
  of<T extends object>(real: T, during: (result: Promise<unknown>) => void = () => undefined): T {
    return new Proxy(real, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const call = (parameters: unknown[]): unknown => Reflect.apply(value, target, parameters);
        return (...parameters: unknown[]): unknown => {
          if (this.isOver) return NEVER;
          if (this.isStill) return this.moves().then(() => call(parameters));
          const result = call(parameters);
          if (isPages(result)) return this.#pages(result);
          if (!(result instanceof Promise)) return result;
          during(result);
          return this.#ending(result);
        };
      },
    });
  }

  clock(real: Clock): Clock {
    return {
      now: () => real.now(),
      after: (milliseconds, call) => real.after(milliseconds, () => void this.moves().then(call)),
    };
  }

  /** @param send as the process does it */
  sender(send: Sender['send']): Sender {
    return {
      send: async (...what) => {
        await this.moves();
        return this.#ending(send(...what));
      },
      forget: () => undefined,
      close: () => Promise.resolve(),
    };
  }

  async #ending<T>(result: Promise<T>): Promise<T> {
    try {
      return await result;
    } finally {
      if (this.isOver || this.isStill) await this.moves();
    }
  }

  async *#pages(pages: AsyncGenerator): AsyncGenerator {
    for await (const page of pages) {
      if (this.isOver || this.isStill) await this.moves();
      yield page;
    }
  }
}

const isPages = (value: unknown): value is AsyncGenerator =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
