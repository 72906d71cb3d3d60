import { type Instant } from '#kept/domain';
import { type Clock } from '../clock.js';
import { type Outcome } from '../sending/exchange.js';
import { type Request, type Sender } from '../sending/sender.js';

/** What a receiver does with what it is sent. */
export type Behaviour = 200 | 202 | 301 | 410 | 429 | 500 | 503 | 'hang';

/** What a receiver wrote down when something came in. */
export interface Received {
  subscription: string;
  at: Instant;
  id: string;
  lane: string;
  position: bigint;
  gap: number;
  body: string;
  headers: Readonly<Record<string, string>>;
  /** Whether it was taken. */
  taken: boolean;
  /** By whom it was sent. */
  by: object;
  /** How often something had been cut off by then, so that nobody knows what came of it. */
  cuts: number;
  /** Whether somebody was at work for the subscription who had lost it and did not know. */
  isContested: boolean;
}

const TIMEOUT = 15_000;

/** The receivers of all endpoints, and the network between. */
export class Receivers implements Sender {
  readonly journal: Received[] = [];
  /** By subscription, or by subscription and lane. */
  readonly behaves = new Map<string, Behaviour>();
  /** Requests under way, by subscription and lane: who sent them. */
  readonly #underWay = new Map<string, object[]>();
  /** What should never be seen. */
  readonly wrong: string[] = [];

  constructor(
    private readonly clock: Clock,
    /** Of an event, as the log has it, whatever is said of it. */
    private readonly laneOf: (id: string) => string,
    private readonly look: (received: Received) => string[],
    private readonly circumstances: (subscription: string) => Pick<Received, 'cuts' | 'isContested'>,
  ) {}

  /** Whoever sent what is under way is not there any more. */
  lose(by: object): void {
    for (const [name, all] of this.#underWay)
      this.#underWay.set(
        name,
        all.filter((one) => one !== by),
      );
  }

  send({ subscription, headers, body = '' }: Request, signal?: AbortSignal, by: object = this): Promise<Outcome> {
    const event = JSON.parse(body) as { id: string; position: string; gap?: number };
    const lane = this.laneOf(event.id);
    const behaviour = this.behaves.get(`${subscription} ${lane}`) ?? this.behaves.get(subscription) ?? 200;
    const received: Received = {
      ...{ subscription, at: this.clock.now(), id: event.id, lane, position: BigInt(event.position) },
      ...{ gap: event.gap ?? 0, body, headers, taken: behaviour === 200 || behaviour === 202 },
      ...{ by, ...this.circumstances(subscription) },
    };
    this.journal.push(received);
    this.wrong.push(...this.look(received));
    const name = `${subscription} ${lane}`;
    const others = this.#underWay.get(name) ?? [];
    if (others.includes(by) || (others.length > 0 && !received.isContested))
      this.wrong.push(`two of ${name} are under way`);
    this.#underWay.set(name, [...others, by]);
    return this.#outcome(behaviour, signal).finally(() => {
      const all = [...this.#underWay.get(name)!];
      if (all.includes(by)) all.splice(all.indexOf(by), 1);
      this.#underWay.set(name, all);
    });
  }

  forget(): void {
    // No connections here.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #outcome(behaviour: Behaviour, signal?: AbortSignal): Promise<Outcome> {
    if (signal?.aborted) return { milliseconds: 0, failure: 'stopped' };
    if (behaviour !== 'hang') return outcomeOf(behaviour);
    return new Promise((resolve) => {
      const cancel = this.clock.after(TIMEOUT, () => resolve({ milliseconds: TIMEOUT, failure: 'timeout' }));
      signal?.addEventListener('abort', () => {
        cancel();
        resolve({ milliseconds: 1, failure: 'stopped' });
      });
    });
  }
}

function outcomeOf(status: Exclude<Behaviour, 'hang'>): Outcome {
  if (status < 300) return { milliseconds: 1, status, answer: 'thanks' };
  return { milliseconds: 1, status, failure: `status-${status}`, ...(status === 429 && { retryAfter: '100' }) };
}
