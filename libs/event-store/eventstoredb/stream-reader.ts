import { END, type EventStoreDBClient, START as BEGINNING } from '@eventstore/db-client';
import { type StreamRange } from '../port.js';
import { type RecordedEvent } from '../record.js';
import { eventsOf } from './events-of.js';
import { isMissing, isPassing, readFailed } from './failures.js';
import { Patience } from './patience.js';
import { type Address, type EventStoreDBOptions } from './settings.js';
import { fromWire } from './wire.js';

const PAGE_SIZE = 500;

/** A part of a stream, with both its ends. */
interface Part {
  from: bigint;
  to?: bigint;
  backwards: boolean;
  limit?: number;
}

/** Reads streams. */
export class StreamReader {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly address: Address,
    private readonly options: EventStoreDBOptions,
  ) {}

  async *pages(stream: string, { from = 0n, to, direction, limit }: StreamRange): AsyncGenerator<RecordedEvent[]> {
    if (limit === 0 || (to !== undefined && from > to)) return;
    const backwards = direction === 'backwards';
    // What the server reads backwards from beyond the end is not said anywhere; so it is asked where the end is.
    const last = backwards && to !== undefined ? await this.last(stream) : undefined;
    if (backwards && to !== undefined && last === undefined) return;
    const end = last && last.revision < to! ? last.revision : to;
    if (end !== undefined && end < from) return;
    yield* this.#read(stream, { from, backwards, ...(end !== undefined && { to: end }), ...(limit && { limit }) });
  }

  /** The last event of a stream; `undefined` where there is none. */
  async last(stream: string): Promise<RecordedEvent | undefined> {
    for await (const page of this.#read(stream, { from: 0n, backwards: true, limit: 1 })) return page[0];
    return undefined;
  }

  /** Goes on where a connection broke. */
  async *#read(stream: string, part: Part): AsyncGenerator<RecordedEvent[]> {
    let left = part;
    let patience = new Patience(this.options.patience);
    for (;;)
      try {
        for await (const page of this.#once(stream, left)) {
          yield page;
          const rest = restOf(left, page);
          if (!rest) return;
          left = rest;
          patience = new Patience(this.options.patience);
        }
        return;
      } catch (error) {
        if (isMissing(error)) return;
        if (!isPassing(error) || !(await patience.another())) throw readFailed(this.address.place, error);
      }
  }

  async *#once(stream: string, { from, to, backwards, limit }: Part): AsyncGenerator<RecordedEvent[]> {
    const within = to === undefined ? undefined : Number(to - from + 1n);
    const count = Math.min(within ?? Number.MAX_SAFE_INTEGER, limit ?? Number.MAX_SAFE_INTEGER);
    const answer = this.client.readStream(stream, {
      direction: backwards ? 'backwards' : 'forwards',
      fromRevision: backwards ? (to ?? END) : from === 0n ? BEGINNING : from,
      maxCount: count,
      credentials: this.address.credentials,
    });
    const paging = { pageSize: Math.min(count, PAGE_SIZE), timeout: this.options.readTimeout };
    for await (const page of eventsOf(answer, paging)) {
      const events = page.map(fromWire).filter(({ revision }) => revision >= from);
      if (events.length > 0) yield events;
    }
  }
}

/** What is still to be read after a page; `undefined` where nothing is. */
function restOf({ from, to, backwards, limit }: Part, page: readonly RecordedEvent[]): Part | undefined {
  const { revision } = page.at(-1)!;
  const left = limit === undefined ? undefined : limit - page.length;
  const rest: Part = {
    backwards,
    from: backwards ? from : revision + 1n,
    ...(backwards ? { to: revision - 1n } : to !== undefined && { to }),
    ...(left !== undefined && { limit: left }),
  };
  return left === 0 || (rest.to !== undefined && rest.to < rest.from) ? undefined : rest;
}
