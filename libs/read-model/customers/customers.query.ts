import { type Instant } from '#kept/domain';
import { type CustomerRow } from '../history/history.projection.js';
import { cursorAfter, placeIn } from '../paging/cursor.js';
import { checkedLimit, type Page, type PageQuestion } from '../paging/page.js';
import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';

/** A registered customer, without anything that tells who they are: that stays in the ledger. */
export interface ListedCustomer {
  customer: string;
  segment?: string;
  timeZone?: string;
  /** Absent for one of whom other things were recorded first. */
  registeredAt?: Instant;
  forgottenAt?: Instant;
}

/**
 * The customers, by their ids.
 * @throws ReadModelRefused `not-built`, `limit-out-of-range`, `cursor-damaged`, `cursor-foreign`
 */
export async function customersList(model: ReadModel, { limit, cursor }: PageQuestion): Promise<Page<ListedCustomer>> {
  const size = checkedLimit(limit);
  const after = cursor === undefined ? [''] : placeIn(cursor, QUESTION, ['string']);
  return ask(model, async (trx) => {
    const position = await standpointOf(model, trx, ['history'], undefined);
    const found = await trx
      .selectFrom('customers')
      .selectAll()
      .where('customer', '>', String(after[0]))
      .orderBy('customer')
      .limit(size + 1)
      .execute();
    const rows = found.slice(0, size);
    return {
      rows: rows.map(listed),
      ...(found.length > size && { next: cursorAfter(QUESTION, [rows.at(-1)!.customer]) }),
      position: String(position),
    };
  });
}

const QUESTION = ['customers'];

/**
 * One customer by their id; `undefined` where nothing was recorded of them.
 * @throws ReadModelRefused `not-built`
 */
export function customerById(model: ReadModel, id: string): Promise<ListedCustomer | undefined> {
  return ask(model, async (trx) => {
    await standpointOf(model, trx, ['history'], undefined);
    const row = await trx.selectFrom('customers').selectAll().where('customer', '=', id).executeTakeFirst();
    return row && listed(row);
  });
}

function listed({ customer, segment, time_zone, registered_at, forgotten_at }: CustomerRow): ListedCustomer {
  return {
    customer,
    ...(segment !== null && { segment }),
    ...(time_zone !== null && { timeZone: time_zone }),
    ...(registered_at !== null && { registeredAt: registered_at as Instant }),
    ...(forgotten_at !== null && { forgottenAt: forgotten_at as Instant }),
  };
}
