import { type EventStore, type Finding } from '#kept/event-store';
import { join } from 'node:path';
import { openReadModel, type ReadModel } from '../read-model.js';
import { catchUp, type CatchUpOptions } from '../runner/catch-up.js';
import { type Generation, generationsIn } from '../runner/generations.js';
import { parkedColumns, type ParkedRow, projectionColumns } from '../schema/database.js';
import { bookkeepingFaults, parkedFaults, structureFaults } from './bookkeeping.js';
import { differences } from './compare.js';
import { inScratch, removeStale } from './scratch.js';
import { bookkeepingRows } from './stored.js';

export interface VerifyOptions extends Pick<CatchUpOptions, 'progress' | 'signal'> {
  /** A directory that may hold the scratch database for the time of the work; it needs as much room again. */
  scratch: string;
}

/**
 * Re-reads the whole read model and yields what is wrong with it; nothing when all is well. The engine looks over its
 * own files first. Then the log is folded afresh into a scratch database, up to the checkpoint of each projection, and
 * every stored row is compared with the fresh one. What cannot even be read is a finding too, and the rest is still
 * compared. Nothing is changed or repaired: `rebuild` does that.
 */
export async function* verify(
  model: ReadModel,
  store: EventStore,
  { scratch, ...options }: VerifyOptions,
): AsyncGenerator<Finding> {
  const { place } = model.engine;
  await removeStale(scratch);
  yield* guarded(place, () => selfCheck(model));
  const live: Generation[] = [];
  let parked: ParkedRow[] = [];
  yield* guarded(`${place}, the bookkeeping`, async function* () {
    const told = await bookkeepingRows(model, 'projections', projectionColumns);
    const waiting = await bookkeepingRows(model, 'parked', parkedColumns);
    yield* told.damaged;
    yield* waiting.damaged;
    if (told.damaged.length + waiting.damaged.length > 0) return;
    parked = waiting.rows;
    const generations = generationsIn(told.rows, model.projections);
    const faults = await bookkeepingFaults(model, store, generations);
    yield* faults;
    if (faults.length > 0) return;
    live.push(
      ...generations.filter(({ state, version, projection }) => state === 'live' && version === projection.version),
    );
  });
  for (const [position, generations] of byPosition(live)) {
    const projections = generations.map(({ projection }) => projection);
    yield* inScratch(scratch, async function* (directory) {
      const fresh = await openReadModel(join(directory, 'fresh.db'), projections);
      try {
        await catchUp(fresh, store, { ...options, through: position });
        for (const generation of generations) {
          yield* guarded(place, () => structureFaults(model, generation));
          yield* guarded(`${place}, table parked`, () => parkedFaults(model, parked, fresh, generation));
          for (const table of generation.projection.tables)
            yield* guarded(`${place}, table ${table.name}`, () => differences(model, fresh, generation, table));
        }
      } finally {
        await fresh.close();
      }
    });
  }
}

async function* selfCheck({ db, engine }: ReadModel): AsyncGenerator<Finding> {
  for (const problem of await engine.selfCheck(db)) yield { place: engine.place, problem };
}

/** A damaged page throws when it is read. That ends the look at this place, and only at this one. */
async function* guarded(place: string, look: () => AsyncGenerator<Finding>): AsyncGenerator<Finding> {
  try {
    yield* look();
  } catch (error) {
    yield { place, problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function byPosition(generations: readonly Generation[]): Map<Generation['position'], Generation[]> {
  const groups = new Map<Generation['position'], Generation[]>();
  for (const generation of generations)
    groups.set(generation.position, [...(groups.get(generation.position) ?? []), generation]);
  return groups;
}
