import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';
import { type CommitmentDetails, type CommitmentRow } from './commitments.projection.js';

/** A commitment as the listing has it. */
export type ListedCommitment = Omit<CommitmentRow, 'details'> & { details: CommitmentDetails };

/**
 * One commitment by its id, as it stands by all that is projected; `undefined` where there is none.
 * @throws ReadModelRefused `not-built`
 */
export function commitmentById(model: ReadModel, id: string): Promise<ListedCommitment | undefined> {
  return ask(model, async (trx) => {
    await standpointOf(model, trx, ['commitments'], undefined);
    const row = await trx.selectFrom('commitments').selectAll().where('commitment', '=', id).executeTakeFirst();
    return row && { ...row, details: JSON.parse(row.details) as CommitmentDetails };
  });
}
