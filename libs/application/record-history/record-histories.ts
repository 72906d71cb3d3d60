import { type PastEntryOutcome, type RecordHistory } from './record-history.command.js';

export interface RecordHistoriesOptions {
  /** How many histories may be under way at once: enough for the store to commit them in groups. */
  inFlight?: number;
  onRecorded?: (history: RecordHistory, outcomes: readonly PastEntryOutcome[]) => void;
  /** Ends the work early: what is under way is finished, nothing more is begun. */
  signal?: AbortSignal;
}

const IN_FLIGHT = 128;

/**
 * Records many histories, some at a time. The first failure ends it — after what was under way is finished — and is
 * thrown; what was recorded stays, and recording everything again records the rest.
 */
export async function recordHistories(
  record: (history: RecordHistory) => Promise<readonly PastEntryOutcome[]>,
  histories: Iterable<RecordHistory> | AsyncIterable<RecordHistory>,
  { inFlight = IN_FLIGHT, onRecorded, signal }: RecordHistoriesOptions = {},
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  for await (const history of histories) {
    const one = record(history)
      .then((outcomes) => onRecorded?.(history, outcomes))
      .catch((error: unknown) => void (failure ??= { error }))
      .finally(() => underWay.delete(one));
    underWay.add(one);
    if (underWay.size >= inFlight) await Promise.race(underWay);
    if (failure !== undefined || signal?.aborted) break;
  }
  await Promise.all(underWay);
  if (failure) throw failure.error;
}
