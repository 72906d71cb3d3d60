import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two looks. */
const EVERY = 50;

interface Look {
  moment: number;
  head: number;
  reached: number;
}

/** Watches how far the projections lag behind, by what `/readyz` says. */
export class LagWatch {
  readonly #looks: Look[] = [];
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  constructor(address: string) {
    this.#done = this.#watch(`${address}/readyz`);
  }

  /** @returns milliseconds: the age of the oldest entry that had not been projected yet, at the worst moment */
  async end(): Promise<number> {
    this.#stop.abort();
    await this.#done;
    return Math.max(0, ...this.#looks.map((look) => this.#lagAt(look)));
  }

  /** Since the first look at which the log had more than is projected now. Too long by one interval at most. */
  #lagAt({ moment, head, reached }: Look): number {
    if (reached >= head) return 0;
    const first = this.#looks.find((look) => look.head > reached)!;
    return moment - first.moment;
  }

  async #watch(url: string): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const moment = performance.now();
      const { head, reached } = (await (await fetch(url)).json()) as { head: string; reached: string };
      this.#looks.push({ moment, head: Number(head), reached: Number(reached) });
      await setTimeout(EVERY, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
