import { Kysely } from 'kysely';
import { type Engine } from './engine/engine.js';
import { engineAt } from './engine/open.js';
import { type Projection } from './projection.js';
import { PROJECTIONS } from './projections.js';
import { transact } from './runner/transact.js';
import { type Database } from './schema/database.js';
import { createBookkeeping } from './schema/ddl.js';
import { Arrivals } from './waiting/arrivals.js';
import { reachedByAll } from './waiting/reached.js';

/** An opened read model: what the queries ask and the runner fills. */
export interface ReadModel {
  readonly db: Kysely<Database>;
  readonly engine: Engine;
  readonly projections: readonly Projection[];
  /** Those who wait for what they have written to be projected. */
  readonly arrivals: Arrivals;
  close(): Promise<void>;
}

/**
 * Opens a read model, and creates an empty one where there is none. It answers nothing until `catchUp` has run once.
 * @param place a SQLite file, `postgres://…`, or an engine
 * @throws ReadModelRefused `place-unreadable`, `place-unfit`
 * @throws ReadModelUnavailable
 */
export async function openReadModel(
  place: string | Engine,
  projections: readonly Projection[] = PROJECTIONS,
): Promise<ReadModel> {
  const engine = typeof place === 'string' ? engineAt(place) : place;
  const db = new Kysely<Database>({ dialect: engine.dialect });
  try {
    await transact({ db, engine }, (trx) => engine.prepare(trx, () => createBookkeeping(trx, engine)));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const names = projections.map(({ name }) => name);
  const arrivals = new Arrivals(() => reachedByAll(db, names));
  return { db, engine, projections, arrivals, close: () => db.destroy() };
}
