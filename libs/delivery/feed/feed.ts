import { type EventStore, type LoggedEvent, type Position, PositionBeyondLog } from '#kept/event-store';
import { EmptySpans } from './empty-spans.js';
import { type FeedEntry } from './feed-entry.js';
import { type FeedPage, type FeedQuestion, type FeedReader } from './feed-reader.js';
import { type Joined, Live } from './live.js';
import { Origins } from './origins.js';
import { selected } from './selection.js';
import { unread } from './unread.js';

export interface FeedOptions {
  /** Streams whose beginnings are remembered. */
  remembered?: number;
  /** Events at the end of the log that are kept at hand for those who follow it. */
  recent?: number;
  /** Events that are read at once: reading them is one piece of work, and others want their turn. */
  readAtOnce?: number;
  /** Events that are read for one page, once there is something on it. */
  readForAPage?: number;
}

/** Reads the log as integrations see it. There is one for a process: what it remembers serves everybody. */
export class Feed implements FeedReader {
  readonly #origins: Origins;
  readonly #empty = new EmptySpans();
  readonly #live: Live;
  readonly #atOnce: number;
  readonly #forAPage: number;
  #identity: Promise<string> | undefined;
  #closed = false;

  constructor(
    private readonly store: EventStore,
    { remembered, recent = 4_096, readAtOnce = 500, readForAPage = 20_000 }: FeedOptions = {},
  ) {
    this.#atOnce = readAtOnce;
    this.#forAPage = readForAPage;
    this.#origins = new Origins(store, remembered);
    this.#live = new Live(store, recent);
  }

  head(): Promise<Position> {
    return this.store.head();
  }

  /** Of the ledger: cursors and the source of events are named by it. */
  identity(): Promise<string> {
    return (this.#identity ??= this.store.identity());
  }

  async page(
    { after, limit, ...question }: FeedQuestion & { after: Position; limit: number },
    signal?: AbortSignal,
  ): Promise<FeedPage> {
    const head = await this.store.head();
    if (after > head) throw new PositionBeyondLog(after, head);
    const name = JSON.stringify([question.filter, question.scope]);
    const pageSize = isNarrow(question) ? this.#atOnce : Math.min(limit, this.#atOnce);
    const entries: FeedEntry[] = [];
    let [through, read] = [after, 0];
    for await (const part of unread(this.store, { after, through: head, pageSize }, (at) =>
      this.#empty.over(name, at),
    )) {
      const found = await selected(part.events, question, this.#origins);
      if (found.length === 0) this.#empty.remember(name, { ...part, events: part.events.length });
      const room = limit - entries.length;
      entries.push(...found.slice(0, room));
      if (found.length >= room) return { entries, through: entries.at(-1)!.position };
      through = part.through;
      read += part.events.length;
      if (signal?.aborted === true || (entries.length > 0 && read >= this.#forAPage)) break;
    }
    return { entries, through };
  }

  async *follow(
    { after, ...question }: FeedQuestion & { after: Position },
    signal: AbortSignal,
  ): AsyncGenerator<FeedPage> {
    const isOver = (): boolean => this.#closed || signal.aborted;
    if (isOver()) return;
    const head = await this.store.head();
    if (after > head) throw new PositionBeyondLog(after, head);
    const live = await this.#live.join();
    let through = after;
    try {
      while (!isOver()) {
        const page = await this.#next(live, { ...question, after: through }, signal);
        if (!page) await live.more(signal);
        else {
          through = page.through;
          yield page;
        }
      }
    } finally {
      live.leave();
    }
  }

  /** Ends what is followed. Pages can be asked for as before. */
  close(): void {
    this.#closed = true;
    this.#live.close();
  }

  /** The next page of a follower, out of what is at hand where they are close; nothing where there is nothing new. */
  async #next(
    live: Joined,
    question: FeedQuestion & { after: Position },
    signal: AbortSignal,
  ): Promise<FeedPage | undefined> {
    const events = live.after(question.after, this.#atOnce);
    if (!events) return this.page({ ...question, limit: this.#atOnce }, signal);
    if (events.length === 0) return undefined;
    return { entries: await selected(events, question, this.#origins), through: lastOf(events) };
  }
}

/** Whether there will be less than is read. */
const isNarrow = ({ filter, scope }: FeedQuestion): boolean => scope.teams !== 'all' || Object.keys(filter).length > 0;

const lastOf = (events: readonly LoggedEvent[]): Position => events.at(-1)!.position;
