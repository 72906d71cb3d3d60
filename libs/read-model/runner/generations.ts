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
  return generationsIn(rows, projections);
}

/** The generations that rows of the bookkeeping tell of. */
export function generationsIn(rows: readonly ProjectionRow[], projections: readonly Projection[]): Generation[] {
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

/**
 * Empty tables for a new generation beside those there are.
 * @param known the generations the caller has seen; when another runner was faster to add one, that one stands
 */
export async function begin(
  model: ReadModel,
  projection: Projection,
  store: string,
  known: readonly Generation[],
): Promise<void> {
  const seen = known.filter((one) => one.projection === projection).map(({ generation }) => generation);
  const latest = Math.max(0, ...seen);
  const row = { projection: projection.name, generation: latest + 1, version: projection.version, store, position: 0 };
  await transact(model, async (trx) => {
    const newer = await trx
      .selectFrom('projections')
      .select('generation')
      .where('projection', '=', projection.name)
      .where('generation', '>', latest)
      .execute();
    if (newer.length > 0) return;
    await trx
      .insertInto('projections')
      .values({ ...row, state: 'building' })
      .execute();
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
export async function goLive(model: ReadModel, built: Generation): Promise<boolean> {
  const { projection, generation } = built;
  await transact(model, (trx) => createIndexes(trx, model.engine, projection, generation));
  const switched = await transact(model, async (trx) => {
    const live = await trx
      .selectFrom('projections')
      .select(['generation', 'position'])
      .where('projection', '=', projection.name)
      .where('state', '=', 'live')
      .executeTakeFirst();
    if (live && live.position > positionNumber(built.position)) return false;
    const { numUpdatedRows } = await trx
      .updateTable('projections')
      .set({ state: 'live' })
      .where('projection', '=', projection.name)
      .where('generation', '=', generation)
      .where('state', '=', 'building')
      .executeTakeFirstOrThrow();
    // Another runner has switched to it already.
    if (numUpdatedRows === 0n) return false;
    await pointViews(trx, model.engine, projection, generation);
    if (live) await remove(trx, { projection, generation: live.generation });
    return true;
  });
  if (switched) model.arrivals.moved();
  return switched;
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

async function remove(
  trx: Kysely<Database>,
  { projection, generation }: Pick<Generation, 'projection' | 'generation'>,
): Promise<void> {
  for (const table of ['projections', 'parked'] as const)
    await trx
      .deleteFrom(table)
      .where('projection', '=', projection.name)
      .where('generation', '=', generation)
      .execute();
  await dropTables(trx, projection, generation);
}
