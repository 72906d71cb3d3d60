import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { weighted } from '../../support/random.js';

/** What was answered to a command: it is recorded, once, under these ids. */
export interface Acknowledged {
  commitment: string;
  entries: readonly string[];
}

const ZONE = 'Asia/Shanghai';
/** Milliseconds. */
const AGAIN_AFTER = 50;
/** Between two commands of a person: a server that is being started must not find itself buried. */
const PAUSE = 60;
const SHORTEST_PROMISE = 800;
const LONGEST_PROMISE = 3_000;

/** A service team that makes short promises, keeps some of them, and asks whichever server answers. */
export class Team {
  readonly acknowledged: Acknowledged[] = [];
  /** What was refused, and should not have been. */
  readonly refused: string[] = [];
  #isOver = false;
  #working: Promise<unknown> = Promise.resolve();
  #turn = 0;

  constructor(
    private readonly addresses: readonly string[],
    private readonly keys: Record<'admin' | 'supervisor', string>,
    private readonly next: () => number,
    private readonly customers: number,
  ) {}

  async prepare(): Promise<void> {
    await this.#send('/v1/teams', { team: 'north', name: 'North', timeZone: ZONE }, this.keys.admin);
    for (let n = 0; n < this.customers; n += 1) await this.#send('/v1/customers', { customer: `customer-${n}` });
  }

  start(people: number): void {
    this.#working = Promise.all(Array.from({ length: people }, () => this.#work()));
  }

  async recorded(more: number): Promise<void> {
    const enough = this.acknowledged.length + more;
    while (this.acknowledged.length < enough && !this.#isOver) await setTimeout(AGAIN_AFTER);
  }

  /** Resolves when everybody has an answer to what they asked. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#isOver) {
      await setTimeout(PAUSE);
      const customer = `customer-${Math.floor(this.next() * this.customers)}`;
      const commitment = randomUUID();
      const on = `/v1/commitments/${commitment}`;
      const due = (): string =>
        new Date(Date.now() + SHORTEST_PROMISE + this.next() * (LONGEST_PROMISE - SHORTEST_PROMISE)).toISOString();
      const promised = { due: due(), timeZone: ZONE };
      await this.#change(commitment, '/v1/commitments', {
        ...{ commitment, customer, team: 'north', owner: 'chen', kind: 'repair', promised },
      });
      await setTimeout(PAUSE);
      await weighted(this.next, [
        [() => Promise.resolve(), 5],
        [() => this.#change(commitment, `${on}/fulfilment`, {}), 3],
        [
          () =>
            this.#change(commitment, `${on}/reschedules`, {
              to: { due: due(), timeZone: ZONE },
              reason: 'capacity',
              initiator: 'provider',
            }),
          2,
        ],
        [
          () =>
            this.#change(commitment, `${on}/notifications`, {
              purpose: 'progress',
              channel: 'sms',
              reached: true,
              answer: 'none',
            }),
          2,
        ],
      ])();
    }
  }

  async #change(commitment: string, path: string, body: object): Promise<void> {
    const { entries } = (await this.#send(path, body)) ?? {};
    if (entries) this.acknowledged.push({ commitment, entries });
  }

  /** Asks one server after the other, by the same key, until one of them has an answer. */
  async #send(path: string, body: object, key = this.keys.supervisor): Promise<{ entries: string[] } | undefined> {
    const once = randomUUID();
    for (;;) {
      const address = this.addresses[(this.#turn += 1) % this.addresses.length]!;
      try {
        const answer = await fetch(address + path, {
          method: 'POST',
          headers: {
            ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json' },
            ...{ 'if-match': '*', 'idempotency-key': once },
          },
          body: JSON.stringify(body),
        });
        const text = await answer.text();
        // Nothing was to be changed, and so nothing was.
        if (answer.status === 200) return undefined;
        if (answer.status === 201) return JSON.parse(text) as { entries: string[] };
        if (answer.status < 500) {
          this.refused.push(`${path}: ${answer.status} ${text}`);
          return undefined;
        }
      } catch {
        // It was killed. Whether it had recorded this, the key will tell.
      }
      await setTimeout(AGAIN_AFTER);
    }
  }
}
