import { type Kysely } from 'kysely';
import { type Database } from '../../schema/database.js';
import { type WrittenPage } from './entry-types.js';

/** Which pages: those of the streams about a customer, or of some streams, by the positions of their first entries. */
export type WhichPages = { customer: string } | { streams: readonly number[] };

/** Pages that begin at or before a position, in the order of their first entries. */
export async function pagesOf(db: Kysely<Database>, which: WhichPages, through: number): Promise<WrittenPage[]> {
  const rows = await db
    .selectFrom('history')
    .select('entries')
    .where((row) =>
      'customer' in which ? row('customer', '=', which.customer) : row('stream', 'in', [...which.streams]),
    )
    .where('position', '<=', through)
    .orderBy('position')
    .execute();
  // One text of all: read in less time than each by itself.
  return JSON.parse(`[${rows.map(({ entries }) => `[0${entries}]`).join(',')}]`) as WrittenPage[];
}
