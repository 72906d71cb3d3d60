import { type Position } from '#kept/event-store';
import { type Kysely } from 'kysely';
import { type Projection } from '../projection.js';
import { type ReadModel } from '../read-model.js';
import { type Database, type ParkedRow, type ProjectionRow } from '../schema/database.js';
import { createIndexes, createTables, dropTables, pointViews } from '../schema/ddl.js';
import { positionNumber, positionOf } from './position.js';
import { transact } from './transact.js';

/** A set of a projection's tables, live or being built, with its checkpoint. */
export interface Generation {
  projection: Projection;
  generation: number;
  version: number;
  state: ProjectionRow['state'];
  store: string;
  position: Position;
}

/** Every generation of the projections this program has. */
export async function generationsOf({ db, projections }: ReadModel): Promise<Generation[]> {
  const rows = await db.selectFrom('projections').selectAll().orderBy('projection').orderBy('generation').execute();
  return rows.flatMap(({ projection: name, position, ...row }) => {
    const projection = projections.find((known) => known.name === name);
    return projection ? [{ ...row, projection, position: positionOf(position) }] : [];
  });
}

/** The streams that a generation has parked. */
export function parkedBy({ db }: ReadModel, { projection, generation }: Generation): Promise<ParkedRow[]> {
  return db
    .selectFrom('parked')
    .selectAll()
    .where('projection', '=', projection.name)
    .where('generation', '=', generation)
    .execute();
}

/** Empty tables for a new generation beside those there are. When another process did the same, one of them stands. */
export async function begin(model: ReadModel, projection: Projection, store: string): Promise<void> {
  await transact(model, async (trx) => {
    const { latest } = await trx
      .selectFrom('projections')
      .select(({ fn }) => fn.max<number | null>('generation').as('latest'))
      .where('projection', '=', projection.name)
      .executeTakeFirstOrThrow();
    const row = {
      projection: projection.name,
      generation: (latest ?? 0) + 1,
      version: projection.version,
      state: 'building' as const,
      store,
      position: 0,
    };
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('projections')
      .values(row)
      .onConflict((conflict) => conflict.columns(['projection', 'generation']).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return;
    await createTables(trx, model.engine, projection, row.generation);
  });
}

/** Removes a generation that nobody reads. */
export async function discard(model: ReadModel, generation: Generation): Promise<void> {
  await transact(model, (trx) => remove(trx, generation));
}

/**
 * Makes a built generation the live one, in one transaction: before it every query reads the old tables, after it the
 * new. Refused — `false` — while it is behind the old one: an answer never goes back in time.
 */
export async function goLive(model: ReadModel, built: Generation, live: Generation | undefined): Promise<boolean> {
  await transact(model, (trx) => createIndexes(trx, built.projection, built.generation));
  return transact(model, async (trx) => {
    if (live && !(await removeIfBehind(trx, live, built.position))) return false;
    const { numUpdatedRows } = await trx
      .updateTable('projections')
      .set({ state: 'live' })
      .where('projection', '=', built.projection.name)
      .where('generation', '=', built.generation)
      .where('state', '=', 'building')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await pointViews(trx, built.projection, built.generation);
    if (live) await dropTables(trx, live.projection, live.generation);
    return true;
  });
}

/** Moves a checkpoint from where the caller found it. `false` when somebody else has moved it: they have won. */
export async function moveCheckpoint(
  trx: Kysely<Database>,
  { projection, generation, position }: Generation,
  to: Position,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('projections')
    .set({ position: positionNumber(to) })
    .where('projection', '=', projection.name)
    .where('generation', '=', generation)
    .where('position', '=', positionNumber(position))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function removeIfBehind(trx: Kysely<Database>, live: Generation, position: Position): Promise<boolean> {
  const { numDeletedRows } = await ofGeneration(trx, 'projections', live)
    .where('position', '<=', positionNumber(position))
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return false;
  await ofGeneration(trx, 'parked', live).execute();
  return true;
}

async function remove(trx: Kysely<Database>, generation: Generation): Promise<void> {
  await ofGeneration(trx, 'projections', generation).execute();
  await ofGeneration(trx, 'parked', generation).execute();
  await dropTables(trx, generation.projection, generation.generation);
}

function ofGeneration(trx: Kysely<Database>, table: 'projections' | 'parked', { projection, generation }: Generation) {
  return trx.deleteFrom(table).where('projection', '=', projection.name).where('generation', '=', generation);
}
