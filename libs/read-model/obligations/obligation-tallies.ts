import {
  emptyObligationTally,
  type Instant,
  type ObligationKind,
  type ObligationTally,
  onceForgotten,
  stateAt,
} from '#kept/domain';
import { type Kysely } from 'kysely';
import { setImmediate } from 'node:timers/promises';
import { type Covered } from '../rates/count/covered.js';
import { type Database } from '../schema/database.js';
import { type ListedObligation, readObligations } from './written-obligations.js';

const ROWS_A_PAGE = 2_000;

type Tallies = Partial<Record<ObligationKind, ObligationTally>>;

/**
 * What became of the obligations of the commitments that a question covers, by cell. They are read from their table, page
 * by page, and others have their turn in between.
 */
export async function talliesByCell(
  trx: Kysely<Database>,
  covered: Covered,
  at: Instant,
): Promise<Map<number, Tallies>> {
  const byCell = new Map<number, Tallies>();
  const forgotten = await forgottenCustomers(trx, at);
  const cellAt = new Map<number, number>();
  const { columns, cells } = covered;
  for (const row of covered.rows()) cellAt.set(columns.position[row]!, cells[row]!);
  const positions = Array.from(cellAt.keys()).sort((a, b) => a - b);
  for (let from = 0; from < positions.length; from += ROWS_A_PAGE) {
    const wanted = positions.slice(from, from + ROWS_A_PAGE);
    for (const { position, obligations, customer } of await pageOf(trx, wanted)) {
      const cell = cellAt.get(position);
      if (cell === undefined) continue;
      let tallies = byCell.get(cell);
      if (!tallies) byCell.set(cell, (tallies = {}));
      const forgottenAt = forgotten.get(customer);
      const owed = readObligations(obligations);
      tally(tallies, forgottenAt === undefined ? owed : owed.map(onceForgotten(forgottenAt)), at);
    }
    await setImmediate();
  }
  return byCell;
}

function pageOf(trx: Kysely<Database>, wanted: readonly number[]) {
  return trx
    .selectFrom('obligations')
    .innerJoin('commitments', 'commitments.position', 'obligations.position')
    .select(['obligations.position', 'obligations.obligations', 'commitments.customer'])
    .where('obligations.position', 'in', wanted)
    .execute();
}

function tally(tallies: Tallies, owed: readonly ListedObligation[], at: Instant): void {
  for (const one of owed) {
    const counts = (tallies[one.kind] ??= emptyObligationTally());
    const state = stateAt(one, at);
    if (state !== 'breached') counts[state] += 1;
    else if (one.lateAt === undefined) counts.missed += 1;
    else counts.late += 1;
  }
}

async function forgottenCustomers(trx: Kysely<Database>, at: Instant): Promise<Map<string, Instant>> {
  const rows = await trx
    .selectFrom('customers')
    .select(['customer', 'forgotten_at'])
    .where('forgotten_at', '<=', at)
    .execute();
  return new Map(rows.map(({ customer, forgotten_at }) => [customer, forgotten_at as Instant]));
}
