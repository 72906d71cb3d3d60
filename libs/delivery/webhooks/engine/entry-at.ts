import { type Position } from '#kept/event-store';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type FeedQuestion, type FeedReader } from '../../feed/feed-reader.js';
import { type Endpoint } from '../ports.js';

/** What an endpoint is to hear of: what was asked for, as far as its owner may see it. */
export const questionOf = ({ filter, teams, owner }: Endpoint): FeedQuestion => ({
  filter,
  scope: { teams, principal: owner },
});

/** The entry at a position, unless the endpoint is not to hear of it, or not any more. */
export async function entryAt(
  feed: FeedReader,
  endpoint: Endpoint,
  position: Position,
): Promise<FeedEntry | undefined> {
  const before = (position - 1n) as Position;
  const { entries } = await feed.page({ ...questionOf(endpoint), after: before, limit: 1 });
  return entries.find((entry) => entry.position === position);
}
