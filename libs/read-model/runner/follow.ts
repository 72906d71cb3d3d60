import { type EventStore, type Position } from '#kept/event-store';
import { type ReadModel } from '../read-model.js';
import { catchUp, type CatchUpOptions } from './catch-up.js';
import { generationsOf } from './generations.js';
import { type Lane } from './lane.js';
import { lanesOf } from './lanes.js';
import { type Pace } from './pace.js';

export interface FollowOptions extends Omit<CatchUpOptions, 'signal'> {
  /** Called whenever everything up to a position can be asked for. */
  reached?: (position: Position) => void;
  /** How soon a batch follows the one before; default: at once. */
  pace?: Pace;
}

/** Events read at a time. */
const PAGE_SIZE = 1_000;

/**
 * Events a batch, at most: what is behind catches up in large ones. A page of an index is written once a batch, however
 * many rows have changed on it. Where a hundred thousand promises came in one go, each of them cost 26 kB of writing with
 * 500 a batch, 12 with 1,500 and 8 with 5,000.
 */
const BATCH_SIZE = 5_000;

/**
 * Catches up and then stays at the head, until the signal aborts. Another process may do the same: each batch is
 * projected by one of them.
 * @throws ReadModelRefused as `catchUp`
 */
export async function follow(
  model: ReadModel,
  store: EventStore,
  signal: AbortSignal,
  { reached, pace, ...options }: FollowOptions = {},
): Promise<void> {
  while (!signal.aborted) {
    reached?.(await catchUp(model, store, { ...options, signal }));
    const live = (await generationsOf(model)).filter(({ state }) => state === 'live');
    const lanes = await lanesOf(model, store, live);
    const after = lanes[0]?.position;
    // Another runner is between two of its commits: catch up with it first.
    if (after === undefined || lanes.some(({ position }) => position !== after)) continue;
    await stayAtHead(lanes, store, signal, { reached, pace });
  }
}

/** Returns when the signal aborts, or another runner was faster. */
async function stayAtHead(
  lanes: readonly Lane[],
  store: EventStore,
  signal: AbortSignal,
  { reached, pace }: { reached: FollowOptions['reached']; pace: Pace | undefined },
): Promise<void> {
  const after = lanes[0]!.position;
  let began: number | undefined;
  for await (const page of store.subscribe({ after, pageSize: PAGE_SIZE }, signal)) {
    began ??= performance.now();
    for (const lane of lanes) await lane.take(page);
    const to = page.at(-1)!.position;
    const events = lanes[0]!.pending;
    const isFull = events >= BATCH_SIZE || pace?.isHurried === true;
    // What is there already costs less in this batch than in one of its own.
    if (!isFull && page.length === PAGE_SIZE && to < (await store.head())) continue;
    for (const lane of lanes) if (!(await lane.commit(to))) return;
    reached?.(to);
    // Of those that fill a batch there are mostly more: who is behind does not rest.
    if (events < BATCH_SIZE) await pace?.after({ events, took: performance.now() - began }, signal);
    began = undefined;
  }
}
