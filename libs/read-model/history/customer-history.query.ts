import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';
import { foldedHistory, type FoldedHistory } from './fold.js';
import { pagesOf } from './pages/fetch.js';
import { streamsIn } from './pages/read.js';
import { type HistoryQuestion, type Standpoint, standpointIn } from './question.js';

/** Everything about a customer, and the commitments to them as they stood. */
export interface CustomerHistory extends Standpoint, FoldedHistory {
  customer: string;
}

/**
 * What a customer had reason to expect, and how it came to that: every entry about them with what it changed, and every
 * commitment as it stood. A customer that nothing is known of has an empty history.
 * @throws ReadModelRefused `not-built`, `not-caught-up`
 */
export function customerHistory(
  model: ReadModel,
  customer: string,
  question: HistoryQuestion,
): Promise<CustomerHistory> {
  return ask(model, async (trx) => {
    const position = await standpointOf(model, trx, ['history'], question.asOf);
    const streams = streamsIn(await pagesOf(trx, { customer }, position), position);
    return { customer, ...standpointIn(question, position), ...foldedHistory(streams, question) };
  });
}
