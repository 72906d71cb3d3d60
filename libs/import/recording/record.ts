import { type PastEntryOutcome, type RecordHistory } from '#kept/application';
import { ImportError } from '../problems.js';
import { type StagedHistory } from './histories.js';

/** What a `RecordHistory` command says. */
export type PastHistory = Pick<RecordHistory, 'stream' | 'entries' | 'source' | 'actor' | 'recordedAt'>;

/** Records one history; the ledger's own business. */
export type RecordPast = (history: PastHistory) => Promise<readonly PastEntryOutcome[]>;

/** So many histories are on their way at once that the store can write them in groups. */
const IN_FLIGHT = 64;

/** Who says so, and when: the same for every history of an import. */
export type Provenance = Pick<PastHistory, 'source' | 'actor' | 'recordedAt'>;

/**
 * Records histories, many at a time, the parts of one stream one after the other.
 * @param onRecorded told what became of each history, in whatever order they finish
 * @throws the first failure of `record`, when no history is on its way any more; ImportError `import-stopped`
 */
export async function recordAll(
  waiting: Iterator<StagedHistory>,
  record: RecordPast,
  provenance: Provenance,
  onRecorded: (history: StagedHistory, outcomes: readonly PastEntryOutcome[]) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  let before: Promise<void> = Promise.resolve();
  const state: { failure?: { error: unknown } } = {};

  const recordOne = async (history: StagedHistory, previous: Promise<void> | undefined): Promise<void> => {
    try {
      await previous;
      if (state.failure) return;
      stopIfAsked(signal);
      const { stream, entries } = history;
      onRecorded(history, await record({ stream, entries, ...provenance }));
    } catch (error) {
      // Caught here, so that the next part of the same stream knows before its turn comes.
      state.failure ??= { error };
    }
  };
  const work = async (): Promise<void> => {
    while (!state.failure) {
      const next = waiting.next();
      if (next.done) return;
      before = recordOne(next.value, next.value.continued ? before : undefined);
      await before;
    }
  };

  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  if (state.failure) throw state.failure.error;
}

/** @throws ImportError `import-stopped` */
export function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new ImportError('import-stopped', 'the import was stopped; run it again and it goes on where it was');
}
