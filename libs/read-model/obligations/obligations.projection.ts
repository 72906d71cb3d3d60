import { type CommitmentSubject, type CommitmentTable, type Projection, table } from '../projection.js';
import { integer, maybe, type RowOf, text } from '../schema/columns.js';
import { writtenObligations } from './written-obligations.js';

const columns = {
  position: integer,
  last_position: integer,
  /** When the ledger has something to say of the commitment by itself, if nothing is recorded before. */
  attention_at: maybe(integer),
  /** The first deadline that nothing has met, ended or stopped yet: ahead, or passed with nothing recorded since. */
  next_deadline: maybe(integer),
  /** When the latest breach was that an entry came after; what time alone breaches is in `next_deadline`. */
  breached_at: maybe(integer),
  /** JSON, see `writtenObligations`. */
  obligations: text,
};

export type ObligationsRow = RowOf<typeof columns>;

/**
 * What each commitment owes, in the order in which something is to be done about it. Never open or breached by the clock:
 * that depends on when it is asked.
 */
export const obligationsTable = table<typeof columns, CommitmentTable>({
  name: 'obligations',
  of: 'commitment',
  columns,
  indexes: [['attention_at'], ['next_deadline'], ['breached_at'], ['last_position']],
  row: rowOf,
});

export const obligationsProjection: Projection = { name: 'obligations', version: 1, tables: [obligationsTable] };

function rowOf({ position, lastPosition, attentionAt, owed, found }: CommitmentSubject): ObligationsRow {
  let next: number | null = null;
  let breached: number | null = null;
  for (const { end, deadline, stoppedAt } of owed.obligations) {
    if (end?.state === 'breached') breached = Math.max(breached ?? end.at, end.at);
    else if (!end && stoppedAt === undefined) next = Math.min(next ?? deadline, deadline);
  }
  return {
    position,
    last_position: lastPosition,
    attention_at: attentionAt ?? null,
    next_deadline: next,
    breached_at: breached,
    obligations: writtenObligations(owed, found),
  };
}
