import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, type Transaction } from 'kysely';
import { type Engine } from '../engine/engine.js';
import { ReadModelUnavailable } from '../errors.js';
import { type Database } from '../schema/database.js';

/** Milliseconds that a transaction waits in all for another writer or a lost server, and between two attempts. */
const PATIENCE = 15_000;
const PAUSE = { busy: 5, lost: 100 };

/**
 * Runs a transaction, again from its beginning where another writer was in the way. The waiting is done here and not in
 * the database: SQLite would block the whole process, perhaps the very one that has to finish first.
 *
 * Where the server was lost, too, and that may have been after it had committed: a transaction must find out by itself
 * that it has been there before. All of them do, by what they expect to find: a checkpoint, or a generation's state.
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
      const lost = error instanceof ReadModelUnavailable;
      if (!(lost || engine.isBusy(error)) || performance.now() - since > PATIENCE) throw error;
      await wait(lost ? PAUSE.lost : PAUSE.busy);
    }
  }
}
