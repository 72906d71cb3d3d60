import { AskedAt } from '../http/asked.js';
import { Moment } from '../http/fields.js';
import { TruthText } from '../http/query-fields.js';

/** One commitment, as it stood at a moment by what was known at another. */
export class CommitmentQuery extends AskedAt {
  @Moment({ optional: true, description: 'What the ledger had learned by then; default: everything.' })
  knownAt?: string;

  @TruthText({ optional: true, description: 'Whether to show free texts too, which is put on record; default: false.' })
  personal?: string;
}
