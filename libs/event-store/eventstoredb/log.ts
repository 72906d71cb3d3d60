import {
  END,
  type EventStoreDBClient,
  type RecordedEvent as WireEvent,
  START as BEGINNING,
  streamNameFilter,
} from '@eventstore/db-client';
import { PositionBeyondLog } from '../errors.js';
import { type LogRange, type SubscriptionRange } from '../port.js';
import { type LoggedEvent, type Position, START } from '../record.js';
import { eventsOf } from './events-of.js';
import { isInvented, isPassing, readFailed } from './failures.js';
import { isOurs } from './own-streams.js';
import { Patience } from './patience.js';
import { type Address, type EventStoreDBOptions } from './settings.js';
import { isLedgerEvent, toLogged } from './wire.js';

const PAGE_SIZE = 500;

/** Events that wait for whoever reads them: so many come at a time. Without it, sixteen. */
const BUFFERED = 500;

/** Events the server looks at before it tells a filtered subscriber how far it has come. */
const SEARCH_WINDOW = 512;

/** The log of all streams, without what the server writes for itself. */
export class Log {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly address: Address,
    private readonly options: EventStoreDBOptions,
  ) {}

  /** The last event of the ledger. */
  async last(): Promise<LoggedEvent | undefined> {
    const patience = new Patience(this.options.patience);
    for (;;)
      try {
        return await this.#last();
      } catch (error) {
        if (!isPassing(error) || !(await patience.another())) throw readFailed(this.address.place, error);
      }
  }

  /** @throws PositionBeyondLog: the server would wait for it, silently and for ever */
  async *read({ after = START, through, pageSize = PAGE_SIZE }: LogRange): AsyncGenerator<LoggedEvent[]> {
    const head = await this.#headAtLeast(after);
    const end = through !== undefined && through < head ? through : head;
    let last: Position = after;
    let patience = new Patience(this.options.patience);
    while (last < end)
      try {
        for await (const page of this.#after(last, end, pageSize)) {
          const events = newOf(page, last, end);
          if (events.length > 0) {
            yield events;
            last = events.at(-1)!.position;
            patience = new Patience(this.options.patience);
          }
          if ((page.at(-1)?.position ?? START) >= end) return;
        }
        return;
      } catch (error) {
        if (!isPassing(error) || !(await patience.another())) throw readFailed(this.address.place, error);
      }
  }

  /**
   * What comes after a position, for as long as somebody listens. The client never subscribes again by itself: this does,
   * from where it was, and shows no event twice.
   */
  async *follow(range: SubscriptionRange, signal: AbortSignal): AsyncGenerator<LoggedEvent[]> {
    const { after = START } = range;
    if (signal.aborted) return;
    await this.#headAtLeast(after);
    let last = after;
    let from = after;
    let patience = new Patience(Infinity);
    do
      try {
        for await (const page of this.#live({ ...range, after: from }, signal)) {
          const events = newOf(page, last);
          if (events.length === 0) continue;
          yield events;
          from = last = events.at(-1)!.position;
          patience = new Patience(Infinity);
        }
      } catch (error) {
        if (isInvented(error)) from = START;
        else if (!isPassing(error)) throw readFailed(this.address.place, error);
      }
    while (await patience.another(signal));
  }

  async #last(): Promise<LoggedEvent | undefined> {
    // Nearly always it is the very last event; behind those of others it is looked for with more and more.
    for (let maxCount = 2; ; maxCount *= 16) {
      let seen = 0;
      const answer = this.client.readAll({
        ...{ direction: 'backwards', fromPosition: END, maxCount },
        credentials: this.address.credentials,
      });
      for await (const page of eventsOf(answer, { pageSize: 1, timeout: this.options.readTimeout }))
        for (const event of page) {
          seen += 1;
          if (isOfTheLedger(event)) return toLogged(event);
        }
      if (seen < maxCount) return undefined;
    }
  }

  async #headAtLeast(position: Position): Promise<Position> {
    const head = (await this.last())?.position ?? START;
    if (position > head) throw new PositionBeyondLog(position, head);
    return head;
  }

  /**
   * What comes after a position, or a little before it as well. The server begins only where an event is. Right before one
   * is nothing, so it is begun at that event; and where somebody made a position up, at the beginning of the log.
   */
  async *#after(position: Position, end: Position, pageSize: number): AsyncGenerator<LoggedEvent[]> {
    const next = (position + 1n) as Position;
    for (const from of next === end ? [position, next] : [position, next, START])
      try {
        yield* this.#pages(from, pageSize);
        return;
      } catch (error) {
        if (!isInvented(error)) throw error;
      }
  }

  /** From a position on, that one included: so the server reads. */
  async *#pages(from: Position, pageSize: number): AsyncGenerator<LoggedEvent[]> {
    const answer = this.client.readAll(
      { fromPosition: placeOf(from), credentials: this.address.credentials },
      { highWaterMark: BUFFERED },
    );
    for await (const page of eventsOf(answer, { pageSize, timeout: this.options.readTimeout }))
      yield page.filter(isOfTheLedger).map(toLogged);
  }

  async *#live(
    { after = START, pageSize = PAGE_SIZE, prefixes }: SubscriptionRange,
    signal: AbortSignal,
  ): AsyncGenerator<LoggedEvent[]> {
    const answer = this.client.subscribeToAll(
      {
        fromPosition: placeOf(after),
        filter: prefixes
          ? streamNameFilter({ prefixes: [...prefixes], maxSearchWindow: SEARCH_WINDOW })
          : streamNameFilter({ regex: '^[^$]', maxSearchWindow: SEARCH_WINDOW }),
        credentials: this.address.credentials,
      },
      { highWaterMark: BUFFERED },
    );
    for await (const page of eventsOf(answer, { pageSize, signal })) yield page.filter(isOfTheLedger).map(toLogged);
  }
}

/** Those that are further on than all before them: after a checkpoint of a filter the server repeats what it has shown. */
function newOf(page: readonly LoggedEvent[], after: Position, end?: Position): LoggedEvent[] {
  let last = after;
  return page.filter(({ position }) => {
    if (position <= last || (end !== undefined && position > end)) return false;
    last = position;
    return true;
  });
}

const isOfTheLedger = (event: WireEvent): boolean => isOurs(event.streamId) && isLedgerEvent(event);

const placeOf = (position: Position): typeof BEGINNING | { commit: bigint; prepare: bigint } =>
  position === START ? BEGINNING : { commit: position, prepare: position };
