import { weighted } from '../../support/random.js';
import { type Journal, type Sent } from './journal.js';
import { Questions } from './questions.js';
import { type Known, type Requests } from './requests.js';
import { type TrialState } from './trial-state.js';
import { type Writer } from './writer.js';

/** Promises to one customer before the next one is registered: their boards and histories stay short. */
const PROMISES_A_CUSTOMER = 25;
/** Earlier requests that may be repeated. */
const REMEMBERED = 50;

/** Somebody who works with the server, one request after the other, until the trial is over. */
export class Client {
  readonly #open: Known[] = [];
  readonly #earlier: Sent[] = [];
  readonly #questions: Questions;
  #customer = '';
  #customers = 0;
  #promises = 0;

  constructor(
    private readonly name: string,
    private readonly parts: {
      writer: Writer;
      requests: Requests;
      journal: Journal;
      state: TrialState;
      next: () => number;
    },
  ) {
    this.#questions = new Questions(parts);
  }

  async work(): Promise<void> {
    while (!this.parts.state.isOver) {
      const step = weighted(this.parts.next, [
        [() => this.#promise(), 30],
        [() => this.#change('notification'), 14],
        [() => this.#change('reschedule'), 12],
        [() => this.#change('fulfilment'), 12],
        [() => this.#changeAnybodys(), 4],
        [() => this.#repeat(), 6],
        [() => this.#forge(), 2],
        [() => this.#questions.board(), 8],
        [() => this.#questions.history(), 6],
        [() => this.#questions.rates(), 2],
      ]);
      await step();
    }
  }

  async #promise(): Promise<void> {
    if (this.#promises % PROMISES_A_CUSTOMER === 0) await this.#register();
    this.#promises += 1;
    const answer = await this.#send(this.parts.requests.promise(this.#customer));
    if (!answer) return;
    const known = { commitment: answer.id, customer: this.#customer, etag: answer.etag };
    this.#questions.wrote(known, answer);
    this.#open.push(known);
    this.parts.state.share({ ...known });
  }

  async #register(): Promise<void> {
    this.#customers += 1;
    this.#customer = `customer-${this.name}-${this.#customers}`;
    await this.#send(this.parts.requests.customer(this.#customer));
    this.#questions.nextCustomer();
  }

  async #change(what: 'notification' | 'reschedule' | 'fulfilment'): Promise<void> {
    const index = Math.floor(this.parts.next() * this.#open.length);
    const known = this.#open[index];
    if (!known) return this.#promise();
    const answer = await this.#send(this.parts.requests[what](known));
    // Settled, or nobody knows how it stands: somebody else has moved it, or an answer was lost for good.
    if (what === 'fulfilment' || !answer) this.#open.splice(index, 1);
    if (!answer) return;
    known.etag = answer.etag;
    this.#questions.wrote(known, answer);
  }

  /** By what was known of it a while ago: it may be refused. */
  async #changeAnybodys(): Promise<void> {
    const { requests, state, next } = this.parts;
    const known = state.anybodys(next);
    if (known) await this.#send(requests.notification(known));
  }

  async #repeat(): Promise<void> {
    const earlier = this.#earlier[Math.floor(this.parts.next() * this.#earlier.length)];
    if (earlier) await this.parts.writer.send(earlier);
  }

  async #forge(): Promise<void> {
    const earlier = this.#earlier[Math.floor(this.parts.next() * this.#earlier.length)];
    if (earlier) await this.parts.writer.send(this.parts.requests.forged(earlier));
  }

  /** @returns what was recorded; nothing where it was refused, or its answer is lost for good */
  async #send(sent: Sent): Promise<{ id: string; etag: string; position: string; entry: string } | undefined> {
    const answer = await this.parts.writer.send(sent);
    if (answer?.status !== 201) return undefined;
    if (sent.key !== undefined && this.#earlier.push(sent) > REMEMBERED) this.#earlier.shift();
    // Once more at once, where the first answer was lost: it must be the same again.
    if (answer.afterLoss) await this.parts.writer.send(sent);
    const { id, position, entries } = JSON.parse(answer.body) as { id: string; position: string; entries: [string] };
    return { id, etag: answer.headers.etag!, position, entry: entries[0] };
  }
}
