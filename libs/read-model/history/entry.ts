import { type CommitmentEntry, type CustomerEntry, type Instant } from '#kept/domain';
import { type HistoryRow } from './history.projection.js';

/** The columns of the history that an entry is made of. */
export const ENTRY_COLUMNS = ['revision', 'entry', 'type', 'occurred_at', 'recorded_at', 'data'] as const;
export type EntryRow = Pick<HistoryRow, (typeof ENTRY_COLUMNS)[number]>;

/** The entry a row was made of, less its personal data. Checked and upcast when it was projected, so not again. */
export function entryOf(row: EntryRow): CommitmentEntry | CustomerEntry {
  return {
    type: row.type,
    data: JSON.parse(row.data) as unknown,
    id: row.entry,
    revision: row.revision,
    occurredAt: row.occurred_at as Instant,
    recordedAt: row.recorded_at as Instant,
  } as CommitmentEntry | CustomerEntry;
}
