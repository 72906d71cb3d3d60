import { type Instant } from '#kept/domain';
import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';
import { type ListedCommitment, listedCommitment } from './listed-commitment.js';

export interface CommitmentQuestion {
  /** The moment that decides whether it is overdue; see `BoardQuestion`. */
  at: Instant;
  /** The teams whose commitments the asker may see; absent: all. */
  teams?: readonly string[];
}

/**
 * One commitment by its id, as it stands by all that is projected; `undefined` where there is none to be seen.
 * @throws ReadModelRefused `not-built`
 */
export function commitmentById(
  model: ReadModel,
  id: string,
  { at, teams }: CommitmentQuestion,
): Promise<ListedCommitment | undefined> {
  return ask(model, async (trx) => {
    await standpointOf(model, trx, ['commitments'], undefined);
    const row = await trx.selectFrom('commitments').selectAll().where('commitment', '=', id).executeTakeFirst();
    return row && (teams?.includes(row.team) ?? true) ? listedCommitment(row, at) : undefined;
  });
}
