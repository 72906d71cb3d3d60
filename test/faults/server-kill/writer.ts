import { setTimeout } from 'node:timers/promises';
import { AnswerLost, type Answer, type Asking, type Connection, NotSent } from './connection.js';
import { type Journal, type Sent } from './journal.js';
import { type TrialState } from './trial-state.js';

/** Milliseconds until a server that is not there is tried again. */
const RETRY = 10;

/** What became of a request that was answered. */
export interface Answered extends Answer {
  /** It was sent before, and that answer was lost. */
  afterLoss: boolean;
}

/** Sends what records something, again where that is safe, and journals every answer before anybody relies on it. */
export class Writer {
  constructor(
    private readonly connection: Connection,
    private readonly journal: Journal,
    private readonly state: TrialState,
  ) {}

  /** @returns nothing where the answer is lost for good: without a key nobody can ask again */
  async send(sent: Sent): Promise<Answered | undefined> {
    let afterLoss = false;
    for (;;) {
      const answer = await this.#tried(sent);
      if (answer === 'not-sent') continue;
      const unknown = answer === 'lost' || answer.status === 503;
      if (!unknown) return await this.#heard(sent, answer, afterLoss);
      await this.journal.write({ what: 'lost', sent, kill: answer === 'lost' ? this.state.kill : 0 });
      if (sent.key === undefined) return undefined;
      afterLoss ||= answer === 'lost';
    }
  }

  /** Asks until there is an answer: a question can be asked as often as one likes. */
  async ask(asking: Asking): Promise<Answer> {
    for (;;)
      try {
        const answer = await this.connection.ask(asking);
        this.state.answered();
        return answer;
      } catch (error) {
        if (!(error instanceof NotSent) && !(error instanceof AnswerLost)) throw error;
        await setTimeout(RETRY);
      }
  }

  async #tried(sent: Sent): Promise<Answer | 'not-sent' | 'lost'> {
    const { method, path, key, ifMatch, body } = sent;
    const headers = {
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    };
    try {
      return await this.connection.ask({ method, path, headers, body: JSON.stringify(body) });
    } catch (error) {
      if (error instanceof AnswerLost) return 'lost';
      if (!(error instanceof NotSent)) throw error;
      await setTimeout(RETRY);
      return 'not-sent';
    }
  }

  async #heard(sent: Sent, answer: Answer, afterLoss: boolean): Promise<Answered> {
    const { status, headers, body } = answer;
    const replayed = headers['idempotent-replayed'] === 'true';
    await this.journal.write({ what: 'answered', sent, status, replayed, body, afterLoss });
    this.state.answered();
    const { position } = JSON.parse(body) as { position?: string };
    if (position !== undefined) this.state.acknowledged(BigInt(position));
    return { ...answer, afterLoss };
  }
}
