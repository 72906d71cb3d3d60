import { Kysely } from 'kysely';
import { type Engine } from './engine/engine.js';
import { sqliteEngine } from './engine/sqlite.js';
import { type Projection } from './projection.js';
import { PROJECTIONS } from './projections.js';
import { transact } from './runner/transact.js';
import { type Database } from './schema/database.js';
import { createBookkeeping } from './schema/ddl.js';

/** An opened read model: what the queries ask and the runner fills. */
export interface ReadModel {
  readonly db: Kysely<Database>;
  readonly engine: Engine;
  readonly projections: readonly Projection[];
  close(): Promise<void>;
}

/**
 * Opens a read model, and creates an empty one where there is none. It answers nothing until `catchUp` has run once.
 * @param place a SQLite file, or the engine of another database
 */
export async function openReadModel(
  place: string | Engine,
  projections: readonly Projection[] = PROJECTIONS,
): Promise<ReadModel> {
  const engine = typeof place === 'string' ? sqliteEngine(place) : place;
  const db = new Kysely<Database>({ dialect: engine.dialect });
  try {
    await transact({ db, engine }, (trx) => createBookkeeping(trx, engine));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { db, engine, projections, close: () => db.destroy() };
}
