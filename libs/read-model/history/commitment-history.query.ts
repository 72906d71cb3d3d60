import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';
import { type CommitmentInHistory } from './commitment-summary.js';
import { foldedHistory } from './fold.js';
import { pagesOf } from './pages/fetch.js';
import { streamsIn } from './pages/read.js';
import { type HistoryQuestion, type HistoryStep, type Standpoint, standpointIn } from './question.js';

/** A commitment as it stood, with the chain of its plans and of its expectations: what each entry changed. */
export interface CommitmentHistory extends Standpoint {
  commitment: CommitmentInHistory;
  /** By occurred at; ties in the order they were recorded. */
  steps: HistoryStep[];
}

/**
 * One commitment and how it came to stand where it stood; `undefined` where it had not been made by then, or is not to be
 * seen. Without personal data: these stay in the ledger, where they can be erased.
 * @throws ReadModelRefused `not-built`, `not-caught-up`
 */
export function commitmentHistory(
  model: ReadModel,
  id: string,
  question: HistoryQuestion,
): Promise<CommitmentHistory | undefined> {
  return ask(model, async (trx) => {
    const position = await standpointOf(model, trx, ['history', 'commitments'], question.asOf);
    const made = await trx.selectFrom('commitments').select('position').where('commitment', '=', id).executeTakeFirst();
    if (!made) return undefined;
    const streams = streamsIn(await pagesOf(trx, { streams: [made.position] }, position), position);
    const { commitments, steps } = foldedHistory(streams, question);
    const [commitment] = commitments;
    return commitment && { commitment, steps, ...standpointIn(question, position) };
  });
}
