import { type AccessRefused, type Action, type Instant, type Principal } from '#kept/domain';

/** An attempt that was turned away. */
export interface Refused {
  /** Method and pattern of the route, `GET /v1/commitments/:id`: never what somebody typed. */
  route: string;
  because: string;
  action?: Action;
}

const MINUTE = 60_000;

/** Refusals of one kind since the last note. */
interface Count {
  principal: Principal;
  refused: Refused;
  times: number;
  lastAt: Instant;
  timer: NodeJS.Timeout;
}

/** Notes one refusal at once and those that follow within a minute together: a loop must not fill the ledger. */
export class RefusalTally {
  readonly #counts = new Map<string, Count>();

  constructor(
    private readonly now: () => Instant,
    private readonly note: (principal: Principal, data: AccessRefused['data'], lastAt: Instant) => Promise<void>,
  ) {}

  async count(principal: Principal, refused: Refused): Promise<void> {
    const kind = JSON.stringify([principal.id, refused.route, refused.because, refused.action]);
    const known = this.#counts.get(kind);
    const lastAt = this.now();
    if (known) {
      known.times += 1;
      known.lastAt = lastAt;
      return;
    }
    const count = { principal, refused, times: 0, lastAt, timer: this.#later(kind) };
    this.#counts.set(kind, count);
    await this.#noteOr(count, { ...count, times: 1 });
  }

  async close(): Promise<void> {
    const counts = [...this.#counts.values()];
    this.#counts.clear();
    for (const { timer } of counts) clearTimeout(timer);
    await Promise.all(counts.map((count) => this.#noteRest(count)));
  }

  /** After a minute without any, the next one is noted at once again. */
  #minuteIsOver(kind: string): void {
    const count = this.#counts.get(kind)!;
    if (count.times === 0) return void this.#counts.delete(kind);
    const rest = { ...count };
    count.times = 0;
    count.timer = this.#later(kind);
    // Nobody waits for it; where it cannot be written it stays counted.
    this.#noteOr(count, rest).catch(() => undefined);
  }

  /** What could not be written is counted again: the next minute tries anew. */
  async #noteOr(count: Count, counted: Count): Promise<void> {
    try {
      await this.#noteRest(counted);
    } catch (error) {
      count.times += counted.times;
      throw error;
    }
  }

  #later(kind: string): NodeJS.Timeout {
    return setTimeout(() => this.#minuteIsOver(kind), MINUTE).unref();
  }

  async #noteRest({ principal, refused, times, lastAt }: Count): Promise<void> {
    if (times > 0) await this.note(principal, { ...refused, times }, lastAt);
  }
}
