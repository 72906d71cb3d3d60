import { type LoggedEvent } from '#kept/event-store';
import { type FeedEntry } from './feed-entry.js';
import { type FeedQuestion } from './feed-reader.js';
import { matches, mayMatch } from './matching.js';
import { type Origins } from './origins.js';
import { isInFeeds, partiesFor } from './parties.js';
import { published } from './published.js';

/** The entries that a question asks for, among these events, in their order. */
export async function selected(
  events: readonly LoggedEvent[],
  { filter, scope }: FeedQuestion,
  origins: Pick<Origins, 'of'>,
): Promise<FeedEntry[]> {
  const candidates = events.filter((event) => isInFeeds(event) && mayMatch(event, filter));
  if (candidates.length === 0) return [];
  const known = await origins.of(candidates);
  const entries: FeedEntry[] = [];
  for (const event of candidates) {
    const origin = known.get(event.stream);
    const parties = partiesFor(event, origin, scope);
    if (parties && matches(event, parties, origin, filter)) entries.push({ ...event, ...published(event), ...parties });
  }
  return entries;
}
