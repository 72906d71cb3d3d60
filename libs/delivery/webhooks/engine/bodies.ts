import { type Content } from '#kept/domain';
import { LRUCache } from 'lru-cache';
import { cloudEventJson } from '../../cloud-event.js';
import { type FeedEntry } from '../../feed/feed-entry.js';

/** The newest: what many endpoints are told of at the same time. */
const REMEMBERED = 1_000;

/** What is said of an entry. A hundred endpoints are told of the same one, and it is written once for all of them. */
export class Bodies {
  readonly #written = new LRUCache<string, string>({ max: REMEMBERED });

  /** @param identity of the event store: who says it */
  constructor(private readonly identity: string) {}

  /** @param gap deliveries that were given up in its lane since the last */
  of(entry: FeedEntry, content: Content, gap: number): string {
    const telling = { identity: this.identity, content };
    if (gap > 0) return cloudEventJson(entry, { ...telling, gap });
    const name = nameOf(entry, content);
    const known = this.#written.get(name);
    if (known !== undefined) return known;
    const body = cloudEventJson(entry, telling);
    this.#written.set(name, body);
    return body;
  }
}

/** Not everybody may see everybody whom an event is about. */
const nameOf = ({ id, commitment, customer, team, segment }: FeedEntry, content: Content): string =>
  [content, id, commitment, customer, team, segment].join(' ');
