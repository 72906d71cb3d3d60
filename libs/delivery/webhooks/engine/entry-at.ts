import { type Position } from '#kept/event-store';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type FeedQuestion, type FeedReader } from '../../feed/feed-reader.js';
import { type Endpoint } from '../ports.js';

/** What an endpoint is to hear of: what was asked for, as far as its owner may see it. */
export const questionOf = ({ filter, teams, owner }: Endpoint): FeedQuestion => ({
  filter,
  scope: { teams, principal: owner },
});

/** Where an entry is. */
export interface EntryPlace {
  position: Position;
  /** A position before it from which it can be reached: not every store reads from what is none. */
  previous: Position;
}

/** What is read at a time, where the endpoint hears of more by now than when the entry was first read. */
const AT_A_TIME = 10;

/** The entry at a position, unless the endpoint is not to hear of it, or not any more. */
export async function entryAt(
  feed: FeedReader,
  endpoint: Endpoint,
  { position, previous }: EntryPlace,
): Promise<FeedEntry | undefined> {
  for (let after = previous; after < position;) {
    const { entries, through } = await feed.page({ ...questionOf(endpoint), after, limit: AT_A_TIME });
    const found = entries.find((entry) => entry.position === position);
    if (found || through <= after) return found;
    after = through;
  }
  return undefined;
}

/** Where an entry is of which nothing but its position is known. */
export const placeAt = (position: Position): EntryPlace => ({ position, previous: (position - 1n) as Position });
