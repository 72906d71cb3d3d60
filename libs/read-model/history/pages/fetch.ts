import { type Kysely, sql } from 'kysely';
import { type Database } from '../../schema/database.js';
import { type WrittenPage } from './entry-types.js';

/** Which pages: those of the streams about a customer, or of some streams, by the positions of their first entries. */
export type WhichPages = { customer: string } | { streams: readonly number[] };

/**
 * Pages that begin at or before a position, in the order of their first entries. They come as one text: a customer may
 * have thousands of pages, and fetching and parsing each by itself takes twice as long.
 */
export async function pagesOf(db: Kysely<Database>, which: WhichPages, through: number): Promise<WrittenPage[]> {
  const { text } = await db
    .selectFrom('history')
    .select((row) => sql<string | null>`'[[0' || string_agg(${row.ref('entries')}, '],[0') || ']]'`.as('text'))
    .where((row) =>
      'customer' in which ? row('customer', '=', which.customer) : row('stream', 'in', [...which.streams]),
    )
    .where('position', '<=', through)
    .executeTakeFirstOrThrow();
  return text === null ? [] : pagesIn(text);
}

/**
 * Pages in the order of their first entries. Mostly they come in it; a database that has to put them in order takes three
 * times as long.
 */
export function pagesIn(text: string): WrittenPage[] {
  const pages = JSON.parse(text) as WrittenPage[];
  for (let n = 1; n < pages.length; n += 1)
    if (firstEntry(pages[n]!) < firstEntry(pages[n - 1]!)) return pages.sort((a, b) => firstEntry(a) - firstEntry(b));
  return pages;
}

const firstEntry = (page: WrittenPage): number => page[2] as number;
