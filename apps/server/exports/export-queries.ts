import { CommitmentFilter } from '../commitments/board.query.js';
import { TruthText } from '../http/query-fields.js';
import { RatesQuery } from '../rates/rates.query.js';

/** Which commitments; those of the filter, whole. */
export class CommitmentExportQuery extends CommitmentFilter {
  @TruthText({ optional: true, description: 'Whether to begin with a byte order mark; default: false.' })
  bom?: string;
}

export class RatesExportQuery extends RatesQuery {
  @TruthText({ optional: true, description: 'Whether to begin with a byte order mark; default: false.' })
  bom?: string;
}
