import { type CommitmentSubject, type CommitmentTable, type Projection, table } from '../projection.js';
import { integer, type RowOf, text } from '../schema/columns.js';
import { writtenFacts } from './facts/written-facts.js';

const columns = {
  position: integer,
  last_position: integer,
  /** JSON, a `WrittenFacts`. */
  facts: text,
};

export type RateRow = RowOf<typeof columns>;

/**
 * The facts the rates count, one narrow row per commitment, and nothing that depends on when they are asked for. They are
 * counted in memory: here nothing is looked for but what has changed.
 */
export const ratesTable = table<typeof columns, CommitmentTable>({
  name: 'rates',
  of: 'commitment',
  columns,
  indexes: [['last_position']],
  row: (commitment: CommitmentSubject) => ({
    position: commitment.position,
    last_position: commitment.lastPosition,
    facts: JSON.stringify(writtenFacts(commitment)),
  }),
});

export const ratesProjection: Projection = { name: 'rates', version: 2, tables: [ratesTable] };
