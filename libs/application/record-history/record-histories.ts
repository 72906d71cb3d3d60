import { type EntityReference, streamName } from '#kept/contracts';
import { type PastEntryOutcome } from './record-history.command.js';

export interface RecordHistoriesOptions<History> {
  /** How many histories may be under way at once: enough for the store to commit them in groups. */
  inFlight?: number;
  /** Told what became of each history, in whatever order they finish. */
  onRecorded?: (history: History, outcomes: readonly PastEntryOutcome[]) => void;
  /** Ends the work early: what is under way is finished, nothing more is begun. */
  signal?: AbortSignal | undefined;
}

const IN_FLIGHT = 128;

/**
 * Records many histories, many at a time; those of one stream one after the other, in the order they come. The first
 * failure ends it — after what was under way is finished — and is thrown; what was recorded stays, and recording
 * everything again records the rest.
 */
export async function recordHistories<History extends { stream: EntityReference }>(
  record: (history: History) => Promise<readonly PastEntryOutcome[]>,
  histories: Iterable<History>,
  { inFlight = IN_FLIGHT, onRecorded, signal }: RecordHistoriesOptions<History> = {},
): Promise<void> {
  const waiting = histories[Symbol.iterator]();
  const underWay = new Map<string, Promise<void>>();
  const state: { failure?: { error: unknown } } = {};

  const recordNext = async (history: History, before: Promise<void> | undefined): Promise<void> => {
    await before;
    if (!state.failure) onRecorded?.(history, await record(history));
  };
  const work = async (): Promise<void> => {
    while (!state.failure && !signal?.aborted) {
      const next = waiting.next();
      if (next.done) return;
      const stream = streamName(next.value.stream.kind, next.value.stream.id);
      const recorded = recordNext(next.value, underWay.get(stream));
      underWay.set(stream, recorded);
      await recorded;
      if (underWay.get(stream) === recorded) underWay.delete(stream);
    }
  };
  const fail = (error: unknown): void => void (state.failure ??= { error });
  await Promise.all(Array.from({ length: inFlight }, () => work().catch(fail)));
  if (state.failure) throw state.failure.error;
}
