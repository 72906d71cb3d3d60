import { type Position } from '#kept/event-store';
import { type FeedReader } from '../../feed/feed-reader.js';
import { Gathered } from '../journal/changes.js';
import { type Claim } from '../journal/claims.js';
import { ClaimLost } from '../journal/errors.js';
import { type JournalStore, type Saved } from '../journal/journal-store.js';
import { type HeldRow, stored } from '../journal/schema.js';
import { type Endpoint } from '../ports.js';
import { entryAt, placeAt, questionOf } from './entry-at.js';
import { laneOf } from './lane.js';

interface ReplayParts {
  endpoint: Endpoint;
  store: JournalStore;
  feed: FeedReader;
}

type Asked = Endpoint['replays'][number];

/** Whether a replay was asked for that has not been begun. */
export const isAskedFor = ({ replays }: Endpoint, replayed: number): boolean =>
  replays.some(({ revision }) => revision > replayed);

/**
 * Begins the replays that were asked for since the last one that was begun, and writes that they are: each in one
 * transaction, so that a crash repeats none. Nothing else is at work for the endpoint meanwhile.
 * @param claims of the worker that has the endpoint
 * @returns how the endpoint stands now
 * @throws ClaimLost
 */
export async function beginReplays(
  parts: ReplayParts,
  saved: Saved,
  claims: ReadonlyMap<string, Claim>,
): Promise<Saved> {
  const { endpoint, store } = parts;
  const before = saved.endpoint?.replayed ?? -1;
  const asked = endpoint.replays.filter(({ revision }) => revision > before);
  for (const one of asked) {
    const { subscription } = endpoint;
    const now = await store.load(subscription);
    const changes = new Gathered();
    const row = now.endpoint ?? {
      ...{ subscription, cursor: stored(endpoint.openedAt), replayed: -1, breaker: 'closed', probes_at: null },
    };
    const cursor = await begin(parts, one, { changes, seq: now.heldSeq, cursor: row.cursor });
    changes.endpoints.push({ ...row, cursor, replayed: one.revision });
    if ((await store.write(changes, claims)).size > 0) throw new ClaimLost(subscription);
  }
  return asked.length === 0 ? saved : store.load(endpoint.subscription);
}

/** @returns where the cursor is to stand */
async function begin(
  { endpoint, store, feed }: ReplayParts,
  { replay }: Asked,
  { changes, seq, cursor }: { changes: Gathered; seq: number; cursor: string },
): Promise<string> {
  const { subscription } = endpoint;
  const hold = (row: Pick<HeldRow, 'lane' | 'position' | 'previous' | 'event'>): void =>
    changes.hold({ subscription, seq: (seq += 1), attempts: 0, next_at: null, ...row });
  switch (replay.of) {
    case 'everything': {
      const after = stored(BigInt(replay.after) as Position);
      return after < cursor ? after : cursor;
    }
    case 'failed':
      for (const { lane, position, previous, event } of await store.deadSince(subscription, replay.since)) {
        changes.exhume(subscription, position);
        hold({ lane, position, previous, event });
      }
      return cursor;
    case 'one': {
      const place = placeAt(BigInt(replay.position) as Position);
      const [position, previous] = [stored(place.position), stored(place.previous)];
      // What the cursor has not passed is still to come, in its order.
      if (position > cursor) return cursor;
      const entry = await entryAt(feed, endpoint, place);
      if (entry?.id === replay.event) hold({ lane: laneOf(entry), position, previous, event: replay.event });
      return cursor;
    }
  }
}

/** How many deliveries a replay would make now. */
export async function countReplay({ endpoint, store, feed }: ReplayParts, replay: Asked['replay']): Promise<number> {
  switch (replay.of) {
    case 'one': {
      const entry = await entryAt(feed, endpoint, placeAt(BigInt(replay.position) as Position));
      return entry?.id === replay.event ? 1 : 0;
    }
    case 'failed':
      return (await store.deadSince(endpoint.subscription, replay.since)).length;
    case 'everything':
      return countAfter(feed, endpoint, BigInt(replay.after) as Position);
  }
}

const PAGE = 1_000;

async function countAfter(feed: FeedReader, endpoint: Endpoint, after: Position): Promise<number> {
  const question = { ...questionOf(endpoint), limit: PAGE };
  const end = await feed.head();
  for (let count = 0; ;) {
    const { entries, through } = await feed.page({ ...question, after });
    count += entries.filter(({ position }) => position <= end).length;
    if (entries.length === 0 || through >= end) return count;
    after = through;
  }
}
