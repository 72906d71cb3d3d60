import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, type Transaction } from 'kysely';
import { type Engine } from '../engine/engine.js';
import { type Database } from '../schema/database.js';

/** Milliseconds that a transaction waits in all for another writer, and between two attempts. */
const PATIENCE = 15_000;
const PAUSE = 5;

/**
 * Runs a transaction, again from its beginning where another writer was in the way. The waiting is done here and not in
 * the database: SQLite would block the whole process, perhaps the very one that has to finish first.
 */
export async function transact<T>(
  { db, engine }: { db: Kysely<Database>; engine: Engine },
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const since = performance.now();
  for (;;) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!engine.isBusy(error) || performance.now() - since > PATIENCE) throw error;
      await wait(PAUSE);
    }
  }
}
