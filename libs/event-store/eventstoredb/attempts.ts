import { type EventStoreDBClient, type JSONEventData, WrongExpectedVersionError } from '@eventstore/db-client';
import { StoreUnavailable } from '../errors.js';
import { type Position } from '../record.js';
import { AppendTimedOut, isPassing, leavesOpen } from './failures.js';
import { Patience } from './patience.js';
import { type Address, type EventStoreDBOptions } from './settings.js';

/** What the server says of an append: it was written, or something else stands where it was to stand. */
export type Answer = { is: 'written'; position: Position } | { is: 'taken' };

/**
 * Milliseconds after which gRPC ends a call. A connection that is dead is found out by the client's pings long before, and
 * loses its calls. This is for a server that lives and has forgotten one: a process lives as long as its calls.
 */
const LONGEST_CALL = 600_000;

/** Calls that may be left alone at the same time. Servers take a hundred of a connection, reads included. */
export const MOST_LEFT_ALONE = 50;

/** Where an append is to stand: −1 is before the first event. */
export interface Place {
  stream: string;
  revision: bigint;
}

/**
 * The calls that append. They are never cancelled: a server that takes the end of a cancelled call for the end of the append
 * would keep the events that have come, and nothing would tell them from a whole one. A call that is not answered in time
 * is left alone.
 */
export class AppendCalls {
  #leftAlone = 0;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly address: Address,
    private readonly options: EventStoreDBOptions,
  ) {}

  /** @throws StoreUnavailable where the server has stopped to answer: what it is sent would pile up here */
  mustBeAnswered(): void {
    if (this.#leftAlone < MOST_LEFT_ALONE) return;
    const why = `has not answered ${this.#leftAlone} appends, and may yet`;
    throw new StoreUnavailable('busy', `${this.address.place} ${why}; nothing was written`);
  }

  attempts(place: Place, wire: readonly JSONEventData[]): Attempts {
    return new Attempts(() => this.#sent(place, [...wire]), this.options);
  }

  /** Whoever waits is told when it takes too long. What the call is answered then is still what it is. */
  #sent(place: Place, wire: JSONEventData[]): { answer: Promise<Answer>; inTime: Promise<Answer> } {
    const answer = this.#called(place, wire);
    let isLate = false;
    const inTime = new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => {
        isLate = true;
        this.#leftAlone += 1;
        reject(new AppendTimedOut(this.options.appendTimeout));
      }, this.options.appendTimeout);
      const settled = (): void => {
        clearTimeout(timer);
        if (isLate) this.#leftAlone -= 1;
      };
      answer.finally(settled).then(resolve, reject);
    });
    return { answer, inTime };
  }

  async #called({ stream, revision }: Place, wire: JSONEventData[]): Promise<Answer> {
    try {
      const { position } = await this.client.appendToStream(stream, wire, {
        expectedRevision: revision < 0n ? 'no_stream' : revision,
        credentials: this.address.credentials,
        deadline: LONGEST_CALL,
      });
      if (!position) throw new Error('the server told no position');
      return { is: 'written', position: position.commit as Position };
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return { is: 'taken' };
      throw error;
    }
  }
}

/**
 * Attempts at one append. The server takes one for a repeat of the other, with the same ids at the same revision: what any
 * of them is answered, however late, is the answer.
 */
export class Attempts {
  readonly #answers: Promise<Answer>[] = [];
  #mayBeWritten = false;

  constructor(
    private readonly send: () => { answer: Promise<Answer>; inTime: Promise<Answer> },
    private readonly options: EventStoreDBOptions,
  ) {}

  /** Whether an attempt failed in a way that says nothing of what became of it. */
  get mayBeWritten(): boolean {
    return this.#mayBeWritten;
  }

  /** @throws what the last attempt failed with */
  async answer(): Promise<Answer> {
    const patience = new Patience(this.options.patience);
    for (;;)
      try {
        return await this.#next();
      } catch (error) {
        this.#mayBeWritten ||= leavesOpen(error);
        if (!isPassing(error)) throw error;
        const heard = await Promise.race([...this.#answers, patience.another()]);
        if (typeof heard === 'object') return heard;
        if (!heard) throw error;
      }
  }

  #next(): Promise<Answer> {
    const { answer, inTime } = this.send();
    // That one attempt has failed says nothing of another.
    this.#answers.push(answer.catch(() => new Promise<never>(() => undefined)));
    return Promise.race([...this.#answers, inTime]);
  }
}
