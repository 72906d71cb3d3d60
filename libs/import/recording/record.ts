import { type PastEntryOutcome, type RecordHistory } from '#kept/application';
import { ImportError } from '../problems.js';

/** What a `RecordHistory` command says. */
export type PastHistory = Pick<RecordHistory, 'stream' | 'entries' | 'source' | 'actor' | 'recordedAt'>;

/** Records one history; the ledger's own business. */
export type RecordPast = (history: PastHistory) => Promise<readonly PastEntryOutcome[]>;

/** Who says so, and when: the same for every history of an import. */
export type Provenance = Pick<PastHistory, 'source' | 'actor' | 'recordedAt'>;

/** @throws ImportError `import-stopped` */
export function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new ImportError('import-stopped', 'the import was stopped; run it again and it goes on where it was');
}
