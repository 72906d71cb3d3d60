import { type FeedEntry, type Parties } from './feed-entry.js';
import { type FeedQuestion } from './feed-reader.js';
import { type Logged } from './logged.js';
import { matches, mayMatch } from './matching.js';
import { type Origins } from './origins.js';
import { isInFeeds, partiesFor } from './parties.js';
import { published } from './published.js';

/** The entries that a question asks for, among these events, in their order. */
export async function selected(
  events: readonly Logged[],
  { filter, scope }: FeedQuestion,
  origins: Pick<Origins, 'of'>,
): Promise<FeedEntry[]> {
  const candidates = events.filter((event) => isInFeeds(event) && mayMatch(event, filter));
  if (candidates.length === 0) return [];
  const known = await origins.of(candidates);
  const entries: FeedEntry[] = [];
  for (const [index, event] of candidates.entries()) {
    const origin = known[index];
    const parties = partiesFor(event, origin, scope);
    if (parties && matches(event, parties, origin, filter)) entries.push(entryOf(event, parties));
  }
  return entries;
}

/** Named one by one: to spread three objects into one takes as long as to read the event. */
function entryOf(event: Logged, { commitment, customer, team, segment, owner }: Parties): FeedEntry {
  const { position, stream, revision, id, type, occurredAt, recordedAt } = event;
  const { schemaVersion, json } = published(event);
  const entry: FeedEntry = { position, stream, revision, id, type, schemaVersion, occurredAt, recordedAt, json };
  if (commitment !== undefined) entry.commitment = commitment;
  if (customer !== undefined) entry.customer = customer;
  if (team !== undefined) entry.team = team;
  if (segment !== undefined) entry.segment = segment;
  if (owner !== undefined) entry.owner = owner;
  return entry;
}
