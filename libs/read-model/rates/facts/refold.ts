import { commitmentAt, commitmentFrom, type Instant } from '#kept/domain';
import { type Kysely } from 'kysely';
import { pagesOf } from '../../history/pages/fetch.js';
import { type ReadCommitment, streamsIn } from '../../history/pages/read.js';
import { type Database } from '../../schema/database.js';
import { BLOCK, FactColumns, type Names } from './fact-columns.js';
import { writtenFacts } from './written-facts.js';

/** What fixes an answer: how much was known, and how far time had run. */
export interface Standpoint {
  position: number;
  at: Instant;
}

const COMMITMENTS_A_PAGE = 500;

/**
 * Folds the commitments that had been made at a standpoint and have entries beyond it, by what was known and had happened
 * then: these facts stand in for those of today.
 */
export async function refold(
  trx: Kysely<Database>,
  columns: FactColumns,
  names: Names,
  standpoint: Standpoint,
): Promise<FactColumns> {
  const refolded = new FactColumns(names);
  const affected = affectedBy(columns, standpoint);
  for (let from = 0; from < affected.length; from += COMMITMENTS_A_PAGE) {
    const streams = affected.slice(from, from + COMMITMENTS_A_PAGE);
    const { position, at } = standpoint;
    for (const stream of streamsIn(await pagesOf(trx, { streams }, position), position))
      putAsThen(refolded, stream as ReadCommitment, at);
  }
  return refolded;
}

/** Positions of their promises, ascending. */
function affectedBy(columns: FactColumns, { position, at }: Standpoint): number[] {
  const affected: number[] = [];
  for (const [number, block] of columns.blocks.entries()) {
    if (block.lastPosition <= position && block.lastOccurredAt <= at) continue;
    for (let row = number * BLOCK; row < Math.min(columns.length, (number + 1) * BLOCK); row += 1)
      if (
        (columns.lastPosition[row]! > position || columns.lastOccurredAt[row]! > at) &&
        columns.position[row]! <= position &&
        columns.madeAt[row]! <= at
      )
        affected.push(columns.position[row]!);
  }
  return affected;
}

function putAsThen(refolded: FactColumns, { position, entries }: ReadCommitment, at: Instant): void {
  const commitment = commitmentAt(commitmentFrom(entries), at);
  if (commitment.status === 'unmade') return;
  refolded.put(position, entries.at(-1)!.position, writtenFacts({ commitment, lastOccurredAt: at }));
}
