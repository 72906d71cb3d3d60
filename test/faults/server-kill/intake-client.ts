import { setTimeout } from 'node:timers/promises';
import { AnswerLost, type Connection, NotSent } from './connection.js';
import { type Journal, type SentLine } from './journal.js';
import { Questions } from './questions.js';
import { type Requests } from './requests.js';
import { type TrialState } from './trial-state.js';
import { type Writer } from './writer.js';

/** Promises an intake, each with what came of it. */
const PROMISES = 60;
/** Asked after each intake. */
const QUESTIONS = 5;
const RETRY = 10;

/** Sends intakes, one after the other: again from the beginning where one was cut off, and some of them twice. */
export class IntakeClient {
  readonly #questions: Questions;
  #intakes = 0;

  constructor(
    private readonly name: string,
    private readonly parts: {
      connection: Connection;
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
      this.#intakes += 1;
      const lines = this.#lines();
      let afterLoss = false;
      while (!(await this.#send(lines, afterLoss))) afterLoss = true;
      if (afterLoss || this.parts.next() < 0.2) await this.#send(lines, false);
      // The others get their turn, too.
      for (let question = 0; question < QUESTIONS; question += 1) await this.#questions.rates();
    }
  }

  /** A customer, promises to them, and what became of some. */
  #lines(): SentLine[] {
    const { requests, next } = this.parts;
    const customer = `customer-${this.name}-${this.#intakes}`;
    const lines: SentLine[] = [];
    const add = (command: string, on: object, body: (marker: string) => Record<string, unknown>): void => {
      const marker = requests.marker();
      const id = `${this.name}/${this.#intakes}/${lines.length}`;
      lines.push({ marker, id, command, ...on, body: body(marker) });
    };
    add('register-customer', {}, (segment) => ({ customer, segment }));
    for (let promise = 0; promise < PROMISES; promise += 1) {
      const on = { commitment: `${customer}-${promise}` };
      add('make-promise', on, (marker) => requests.promiseBody(customer, marker));
      if (next() < 0.4) add('reschedule', on, (marker) => requests.rescheduleBody(marker));
      if (next() < 0.4) add('notify', on, (marker) => requests.notificationBody(marker));
      if (next() < 0.6) add('fulfil', on, (marker) => requests.fulfilmentBody(marker));
    }
    return lines;
  }

  /** @returns whether every line has its outcome */
  async #send(lines: readonly SentLine[], afterLoss: boolean): Promise<boolean> {
    const { connection, journal, state } = this.parts;
    const sent = lines.map(({ marker: _, ...line }) => `${JSON.stringify(line)}\n`).join('');
    let unfinished = '';
    const journaled: Promise<void>[] = [];
    const heard = (piece: string): void => {
      const whole = `${unfinished}${piece}`.split('\n');
      unfinished = whole.pop()!;
      journaled.push(journal.write(...whole.flatMap((text) => outcomeIn(text, lines, afterLoss))));
      state.answered();
    };
    try {
      const headers = { 'content-type': 'application/x-ndjson' };
      const { status, body } = await connection.ask({
        method: 'POST',
        path: '/v1/intakes',
        headers,
        body: sent,
        heard,
      });
      await Promise.all(journaled);
      const sums = JSON.parse(body.trim().split('\n').at(-1)!) as { done?: boolean; position?: string };
      if (status !== 200 || sums.done !== true)
        await journal.write({ what: 'wrong', problem: `an intake ended with ${status} ${body.slice(-300)}` });
      if (sums.position !== undefined) state.acknowledged(BigInt(sums.position));
      return true;
    } catch (error) {
      await Promise.all(journaled);
      if (error instanceof AnswerLost)
        await journal.write({ what: 'intake-lost', lines: [...lines], kill: state.kill });
      else if (error instanceof NotSent) await setTimeout(RETRY);
      else throw error;
      return false;
    }
  }
}

function outcomeIn(text: string, lines: readonly SentLine[], afterLoss: boolean) {
  const { line, outcome } = JSON.parse(text) as { line?: number; outcome?: string };
  const sent = line === undefined ? undefined : lines[line - 1];
  return sent ? [{ what: 'line', sent, outcome: outcome!, body: text, afterLoss } as const] : [];
}
