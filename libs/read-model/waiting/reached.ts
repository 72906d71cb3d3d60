import { type Kysely } from 'kysely';
import { type Database } from '../schema/database.js';

/** The position up to which all these projections answer; `undefined` while one of them was never built. */
export async function reachedByAll(db: Kysely<Database>, names: readonly string[]): Promise<number | undefined> {
  const rows = await db
    .selectFrom('projections')
    .select('position')
    .where('projection', 'in', names)
    .where('state', '=', 'live')
    .execute();
  return rows.length < names.length ? undefined : Math.min(...rows.map(({ position }) => position));
}
