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
  histories: Iterable<RecordHistory>,
  { inFlight = IN_FLIGHT, onRecorded, signal }: RecordHistoriesOptions = {},
): Promise<void> {
  const waiting = histories[Symbol.iterator]();
  const state: { failure?: { error: unknown } } = {};
  const work = async (): Promise<void> => {
    while (!state.failure && !signal?.aborted) {
      const next = waiting.next();
      if (next.done) return;
      onRecorded?.(next.value, await record(next.value));
    }
  };
  const fail = (error: unknown): void => void (state.failure ??= { error });
  await Promise.all(Array.from({ length: inFlight }, () => work().catch(fail)));
  if (state.failure) throw state.failure.error;
}
