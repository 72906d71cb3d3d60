import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

const CUSTOMERS = 8;
const ZONE = 'Asia/Shanghai';
/** Milliseconds between two entries, and until a server that is not there is asked again. */
const PAUSE = 10;

/** Promises something to one customer after the other, and tells them of it, for as long as there is a server. */
export class Load {
  #count = 0;
  #isOver = false;
  #working: Promise<void> | undefined;

  constructor(
    private readonly address: string,
    private readonly keys: Record<'admin' | 'supervisor', string>,
    private readonly next: () => number,
  ) {}

  async prepare(): Promise<void> {
    const team = { team: 'north', name: 'North', timeZone: ZONE };
    if (!(await this.#post('/v1/teams', team, this.keys.admin))) throw new Error('no team could be registered');
    for (let n = 0; n < CUSTOMERS; n += 1)
      if (!(await this.#post('/v1/customers', { customer: `customer-${n}` }))) throw new Error('no customer');
  }

  start(): void {
    this.#working = this.#work();
  }

  /** So many more entries have been recorded. */
  async recorded(more: number): Promise<void> {
    const enough = this.#count + more;
    while (this.#count < enough) {
      await setTimeout(PAUSE);
      if (this.#isOver) throw new Error('nobody records anything any more');
    }
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  abandon(): void {
    this.#isOver = true;
  }

  async #work(): Promise<void> {
    while (!this.#isOver) {
      const customer = `customer-${Math.floor(this.next() * CUSTOMERS)}`;
      const commitment = randomUUID();
      const promised = { due: new Date(Date.now() + 86_400_000).toISOString(), timeZone: ZONE };
      const promise = { commitment, customer, team: 'north', owner: 'chen', kind: 'repair', promised };
      if (await this.#post('/v1/commitments', promise)) this.#count += 1;
      const told = { purpose: 'progress', channel: 'sms', reached: true, answer: 'none' };
      if (await this.#post(`/v1/commitments/${commitment}/notifications`, told)) this.#count += 1;
      await setTimeout(PAUSE);
    }
  }

  /** @returns whether it was recorded, as far as anybody knows */
  async #post(path: string, body: object, key = this.keys.supervisor): Promise<boolean> {
    try {
      const answer = await fetch(this.address + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'if-match': '*' },
        body: JSON.stringify(body),
      });
      await answer.arrayBuffer();
      return answer.status === 201;
    } catch {
      await setTimeout(PAUSE);
      return false;
    }
  }
}
