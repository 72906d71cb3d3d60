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
}

const TIMEOUT = 15_000;

/** The receivers of all endpoints, and the network between. */
export class Receivers implements Sender {
  readonly journal: Received[] = [];
  /** By subscription, or by subscription and lane. */
  readonly behaves = new Map<string, Behaviour>();
  /** Requests under way, by subscription and lane. */
  underWay = new Map<string, number>();
  /** What should never be seen. */
  readonly wrong: string[] = [];

  constructor(
    private readonly clock: Clock,
    /** Of an event, as the log has it, whatever is said of it. */
    private readonly laneOf: (id: string) => string,
    private readonly look: (received: Received) => string[],
  ) {}

  send({ subscription, headers, body = '' }: Request, signal?: AbortSignal): Promise<Outcome> {
    const event = JSON.parse(body) as { id: string; position: string; gap?: number };
    const lane = this.laneOf(event.id);
    const behaviour = this.behaves.get(`${subscription} ${lane}`) ?? this.behaves.get(subscription) ?? 200;
    const received: Received = {
      ...{ subscription, at: this.clock.now(), id: event.id, lane, position: BigInt(event.position) },
      ...{ gap: event.gap ?? 0, body, headers, taken: behaviour === 200 || behaviour === 202 },
    };
    this.journal.push(received);
    this.wrong.push(...this.look(received));
    const name = `${subscription} ${lane}`;
    const { underWay } = this;
    const others = underWay.get(name) ?? 0;
    if (others > 0) this.wrong.push(`two of ${name} are under way`);
    underWay.set(name, others + 1);
    return this.#outcome(behaviour, signal).finally(() => underWay.set(name, underWay.get(name)! - 1));
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
