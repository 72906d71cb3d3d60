import { type Position } from '#kept/event-store';
import { randomUUID } from 'node:crypto';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type FeedPage, type FeedQuestion, type FeedReader } from '../../feed/feed-reader.js';

/** Entries a page: few, so that there are many pages. */
const PAGE = 3;

/** From one position to the next. */
const STEP = 3n;

/** A log in memory that knows of filters only customers. Positions have holes, as those of real stores. */
export class MemoryLog implements FeedReader {
  readonly entries: FeedEntry[] = [];
  readonly #byId = new Map<string, FeedEntry>();
  /** Nothing is followed any more: what is, ends without an error. */
  isShut = false;
  #waiting: (() => void)[] = [];

  /** @param appended told of every entry, before anybody reads it */
  constructor(private readonly appended: (entry: FeedEntry) => void = () => undefined) {}

  append(customer: string | undefined): FeedEntry {
    const position = (BigInt(this.entries.length + 1) * STEP) as Position;
    const commitment = `c${position % 5n}`;
    const entry: FeedEntry = {
      ...{ position, stream: `commitment-${commitment}`, revision: position, id: randomUUID(), schemaVersion: 1 },
      ...{ type: 'BreachDeclared', occurredAt: 0, recordedAt: 0, json: '{"obligation":"keep"}', commitment },
      ...(customer !== undefined && { customer }),
    };
    this.appended(entry);
    this.entries.push(entry);
    this.#byId.set(entry.id, entry);
    for (const wake of this.#waiting.splice(0)) wake();
    return entry;
  }

  /** By its id. */
  entry(id: string): FeedEntry | undefined {
    return this.#byId.get(id);
  }

  page(question: FeedQuestion & { after: Position; limit: number }): Promise<FeedPage> {
    const { after, limit } = question;
    const entries: FeedEntry[] = [];
    const head = this.entries.at(-1)?.position ?? (0n as Position);
    let through = head;
    for (let n = Number(after / STEP); n < this.entries.length; n += 1) {
      const entry = this.entries[n]!;
      if (!matches(question, entry)) continue;
      if (entries.length === limit) {
        through = entries.at(-1)!.position;
        break;
      }
      entries.push(entry);
    }
    return Promise.resolve({ entries, through: through > after ? through : after });
  }

  async *follow(question: FeedQuestion & { after: Position }, signal: AbortSignal): AsyncGenerator<FeedPage> {
    let { after } = question;
    while (!signal.aborted && !this.isShut) {
      const page = await this.page({ ...question, after, limit: PAGE });
      if (page.through > after) {
        after = page.through;
        yield page;
      } else await this.#more(signal);
    }
  }

  shutDown(): void {
    this.isShut = true;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  head(): Promise<Position> {
    return Promise.resolve(this.entries.at(-1)?.position ?? (0n as Position));
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.push(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

export const matches = ({ filter: { customers } }: Pick<FeedQuestion, 'filter'>, { customer }: FeedEntry): boolean =>
  customers === undefined || (customer !== undefined && customers.includes(customer));
