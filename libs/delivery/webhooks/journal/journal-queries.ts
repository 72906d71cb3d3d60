import { type Kysely } from 'kysely';
import { type JournalStore } from './journal-store.js';
import { type AttemptRow, type DeadRow, type EndpointRow, stored, type Tables } from './schema.js';

interface Page {
  limit: number;
  before?: string;
}

interface PageOf<Row> {
  rows: Row[];
  /** Where the next page begins, where there is one. */
  next?: string;
}

/** What people ask of the journal; the newest first. */
export class JournalQueries {
  readonly #db: Kysely<Tables>;

  constructor({ db }: JournalStore) {
    this.#db = db;
  }

  async standing(subscription: string): Promise<{ endpoint: EndpointRow | undefined; held: number; dead: number }> {
    const of = (table: 'held' | 'dead') =>
      this.#db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number | string>().as('count'))
        .where('subscription', '=', subscription)
        .executeTakeFirstOrThrow();
    return {
      endpoint: await this.#db
        .selectFrom('endpoints')
        .selectAll()
        .where('subscription', '=', subscription)
        .executeTakeFirst(),
      held: Number((await of('held')).count),
      dead: Number((await of('dead')).count),
    };
  }

  async attempts(
    subscription: string,
    { limit, before, event }: Page & { event?: string },
  ): Promise<PageOf<AttemptRow>> {
    let query = this.#db.selectFrom('attempts').selectAll().where('subscription', '=', subscription);
    if (event !== undefined) query = query.where('event', '=', event);
    if (before !== undefined) query = query.where('seq', '<', Number(before));
    const rows = await query
      .orderBy('seq', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, ({ seq }) => String(seq));
  }

  async dead(subscription: string, { limit, before }: Page): Promise<PageOf<DeadRow>> {
    let query = this.#db.selectFrom('dead').selectAll().where('subscription', '=', subscription);
    if (before !== undefined) query = query.where('position', '<', stored(BigInt(before) as never));
    const rows = await query
      .orderBy('position', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, ({ position }) => String(BigInt(position)));
  }
}

/** One more was asked for, to know whether there is more. */
function pageOf<Row>(rows: Row[], limit: number, name: (row: Row) => string): PageOf<Row> {
  const page = rows.slice(0, limit);
  return { rows: page, ...(rows.length > limit && page.length > 0 && { next: name(page.at(-1)!) }) };
}
