import { type CommitmentSubject, type CommitmentTable, type Projection, table } from '../projection.js';
import { integer, maybe, type RowOf, text } from '../schema/columns.js';
import { writtenObligations } from './written-obligations.js';

const columns = {
  position: integer,
  last_position: integer,
  /** When the ledger has something to say of the commitment by itself, if nothing is recorded before. */
  attention_at: maybe(integer),
  /** The first deadline that nothing has met or ended yet: ahead, standing still, or passed with nothing recorded since. */
  next_deadline: maybe(integer),
  /** The last of those; the end of time where one stands still. */
  last_deadline: maybe(integer),
  /** When the latest breach was that the ledger has declared, or an entry came after; time alone breaches what is above. */
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
  indexes: [['attention_at'], ['next_deadline', 'last_deadline'], ['breached_at'], ['last_position']],
  row: rowOf,
});

export const obligationsProjection: Projection = { name: 'obligations', version: 1, tables: [obligationsTable] };

function rowOf({ position, lastPosition, attentionAt, owed, found }: CommitmentSubject): ObligationsRow {
  let next: number | null = null;
  let last: number | null = null;
  const breaches = found.flatMap(({ standing }) => (standing ? [standing.at] : []));
  for (const { end, deadline, stoppedAt } of owed.obligations) {
    if (end?.state === 'breached') breaches.push(end.at);
    if (end) continue;
    next = Math.min(next ?? deadline, deadline);
    last = Math.max(last ?? deadline, stoppedAt === undefined ? deadline : Number.MAX_SAFE_INTEGER);
  }
  return {
    position,
    last_position: lastPosition,
    attention_at: attentionAt ?? null,
    next_deadline: next,
    last_deadline: last,
    breached_at: breaches.length === 0 ? null : Math.max(...breaches),
    obligations: writtenObligations(owed, found),
  };
}
