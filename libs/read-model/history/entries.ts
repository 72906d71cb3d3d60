import { sql, type Transaction } from 'kysely';
import { type Database } from '../schema/database.js';
import { type WrittenEntry } from './entry.js';

/** Entries a statement. Their texts come as one: a value handed over costs more than reading it. */
const ENTRIES_A_PAGE = 2_000;

/** Every entry about a customer, or of a commitment, up to a position, in the order they were recorded. */
export async function entriesOf(
  trx: Transaction<Database>,
  of: 'customer' | 'commitment',
  id: string,
  position: number,
): Promise<WrittenEntry[]> {
  const entries: WrittenEntry[] = [];
  for (let after = 0; ;) {
    const page = trx
      .selectFrom('history')
      .select(['position', 'entry'])
      .where(of, '=', id)
      .where('position', '>', after)
      .where('position', '<=', position)
      .orderBy('position')
      .limit(ENTRIES_A_PAGE);
    const { last, texts } = await trx
      .selectFrom(page.as('page'))
      .select(({ fn }) => fn.max<number | string>('position').as('last'))
      .select(sql<string | null>`string_agg(entry, ',' order by position)`.as('texts'))
      .executeTakeFirstOrThrow();
    if (texts === null) return entries;
    for (const written of JSON.parse(`[${texts}]`) as WrittenEntry[]) entries.push(written);
    after = Number(last);
  }
}
