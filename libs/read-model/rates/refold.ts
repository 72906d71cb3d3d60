import { commitmentAt, commitmentFrom, type Instant } from '#kept/domain';
import { type Transaction } from 'kysely';
import { pagesOf } from '../history/pages/fetch.js';
import { type ReadCommitment, streamsIn } from '../history/pages/read.js';
import { type ReadModel } from '../read-model.js';
import { Upsert } from '../runner/upsert.js';
import { type Database } from '../schema/database.js';
import { createTemporary } from '../schema/ddl.js';
import { type RateRow, rateRow, ratesTable } from './rates.projection.js';

/** What fixes an answer: how much was known, and how far time had run. */
export interface Standpoint {
  position: number;
  at: Instant;
}

const REFOLDED = 'refolded_rates';

const COMMITMENTS_A_PAGE = 500;

/**
 * Folds the commitments that had been made at a standpoint and have entries beyond it, by what was known and had
 * happened then, into a temporary table with the columns of the rates.
 * @returns whether there were any, and so whether there is such a table
 */
export async function refold(model: ReadModel, trx: Transaction<Database>, standpoint: Standpoint): Promise<boolean> {
  let created = false;
  for await (const page of affected(trx, standpoint)) {
    if (!created) await createTemporary(trx, model.engine, REFOLDED, ratesTable.columns);
    created = true;
    const rows = await refolded(trx, page, standpoint);
    await new Upsert(ratesTable, REFOLDED).write(trx, rows);
  }
  return created;
}

/** To be called within the same transaction, after the question. */
export async function forget(trx: Transaction<Database>): Promise<void> {
  await trx.schema.dropTable(REFOLDED).execute();
}

async function* affected(trx: Transaction<Database>, { position, at }: Standpoint) {
  let after = 0;
  for (;;) {
    const page = await trx
      .selectFrom('rates')
      .select(['position', 'commitment'])
      .where('position', '>', after)
      .where('position', '<=', position)
      .where('made_at', '<=', at)
      .where((row) => row.or([row('last_position', '>', position), row('last_occurred_at', '>', at)]))
      .orderBy('position')
      .limit(COMMITMENTS_A_PAGE)
      .execute();
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)!.position;
  }
}

async function refolded(
  trx: Transaction<Database>,
  commitments: readonly Pick<RateRow, 'position' | 'commitment'>[],
  { position, at }: Standpoint,
): Promise<RateRow[]> {
  const streams = commitments.map((commitment) => commitment.position);
  const read = streamsIn(await pagesOf(trx, { streams }, position), position) as ReadCommitment[];
  return read.flatMap((stream) => rowThen(stream, at));
}

function rowThen({ position, commitment: id, entries }: ReadCommitment, at: Instant): RateRow[] {
  const commitment = commitmentAt(commitmentFrom(entries), at);
  if (commitment.status === 'unmade') return [];
  const last = entries.at(-1)!;
  // Of these only the key matters: the question that asks is the only one to read the row.
  const place = { position, page: position, lastPosition: last.position, lastRevision: last.revision };
  return [rateRow({ id, commitment, ...place, lastOccurredAt: at })];
}
