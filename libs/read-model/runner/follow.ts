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

/** Events a batch, at most: what is behind catches up in large ones. */
const PAGE_SIZE = 2_500;

/**
 * Catches up and then stays at the head, until the signal aborts. Another process may do the same: each page is
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
    const pages = store.subscribe({ after, pageSize: PAGE_SIZE }, signal);
    await stayAtHead(lanes, pages, async (position, events) => {
      reached?.(position);
      // A full page is a sign of more that is there already: who is behind does not rest.
      if (events < PAGE_SIZE) await pace?.after(events, signal);
    });
  }
}

/** Returns when the subscription ends, or another runner was faster. */
async function stayAtHead(
  lanes: readonly Lane[],
  pages: ReturnType<EventStore['subscribe']>,
  projected: (to: Position, events: number) => Promise<void>,
): Promise<void> {
  for await (const page of pages) {
    const to = page.at(-1)!.position;
    for (const lane of lanes) {
      await lane.take(page);
      if (!(await lane.commit(to))) return;
    }
    await projected(to, page.length);
  }
}
