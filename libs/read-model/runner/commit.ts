import { type Position } from '#kept/event-store';
import { type Engine } from '../engine/engine.js';
import { type Table } from '../projection.js';
import { type ReadModel } from '../read-model.js';
import { physicalName } from '../schema/ddl.js';
import { type Batch } from './batch.js';
import { type Generation, moveCheckpoint } from './generations.js';
import { type ParkedStreams } from './parked.js';
import { transact } from './transact.js';
import { type Upsert } from './upsert.js';
import { UpsertByArrays } from './upsert-by-arrays.js';
import { UpsertByValues } from './upsert-by-values.js';

/** One physical table of a lane, and what writes into it. */
export interface Writer {
  table: Table;
  upsert: Upsert;
}

export function writersFor(engine: Engine, generations: readonly Generation[]): Writer[] {
  return generations.flatMap(({ projection, generation }) =>
    projection.tables.map((table) => ({ table, upsert: upsertInto(table, physicalName(table, generation), engine) })),
  );
}

/** @param name of the physical table */
function upsertInto(table: Table, name: string, { rowsAs }: Engine): Upsert {
  return rowsAs.kind === 'arrays'
    ? new UpsertByArrays(table, name, rowsAs)
    : new UpsertByValues(table, name, rowsAs.chunks);
}

/** Somebody else has moved the checkpoint: unwinds the transaction. */
class CheckpointMoved extends Error {}

export interface Commit {
  model: ReadModel;
  generations: readonly Generation[];
  writers: readonly Writer[];
  batch: Batch;
  parked: ParkedStreams;
  to: Position;
}

/**
 * Stores a batch: checkpoints first, by compare-and-set, then rows, all in one transaction. The checkpoint's row is the
 * lock on which a second runner waits; whoever finds it moved has lost, and has written nothing. After a crash at any
 * point either everything is there or nothing is.
 */
export async function commitBatch({ model, generations, writers, batch, parked, to }: Commit): Promise<boolean> {
  // Made before the transaction, so that it holds its locks no longer than it must.
  const rows = writers.map(({ table }) => batch.rowsFor(table));
  try {
    await transact(model, async (trx) => {
      // Rows and their checkpoint go together: what is left after a crash is what an earlier position came to, and what came
      // after it is projected again from the event store, which forgets nothing.
      await model.engine.mayBeForgotten(trx);
      for (const generation of generations)
        if (!(await moveCheckpoint(trx, generation, to))) throw new CheckpointMoved();
      for (const [index, { upsert }] of writers.entries()) await upsert.write(trx, rows[index]!);
      await parked.save(trx, generations);
    });
    parked.settle();
    model.arrivals.moved();
    return true;
  } catch (error) {
    if (error instanceof CheckpointMoved) return false;
    throw error;
  }
}
