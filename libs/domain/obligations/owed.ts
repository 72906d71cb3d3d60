import { type CommitmentEntry, type Standing, type Terms } from '../commitment/index.js';
import { type PromisedWindow } from '../time/index.js';
import { type Obligation } from './obligation.js';
import { type Circumstances } from './terms.js';

/** What a commitment owes after its entries up to some moment, and what it takes to go on from there. */
export interface Owed {
  readonly obligations: readonly Obligation[];
  /** What the customer was last told and reached with: a window, or that nothing will be done at all. */
  readonly lastTold?: PromisedWindow | 'withdrawal';
  /** Follow-up calls made since the fulfilment, reached or not. */
  readonly calls: number;
}

/** One more entry, where the commitment stood before and after it, and what the whole history is judged by. */
export interface Happening<E extends CommitmentEntry = CommitmentEntry> extends Circumstances {
  entry: E;
  before: Standing;
  after: Standing;
  terms: Terms;
}
