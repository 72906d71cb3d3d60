import { CopyRefused } from '../errors.js';
import { type EventStore } from '../port.js';
import { type LoggedEvent, type Position, type RecordedEvent, START } from '../record.js';

export interface CopyOptions {
  /** Told how many events are there, and how many there will be at least. */
  progress?: (copied: number) => void;
  signal?: AbortSignal;
}

const PAGE_SIZE = 1_000;

/**
 * Copies what a ledger holds into another store, in the order of the log, with the same ids and so with the same chain of
 * hashes; positions are the new store's own. Begun again it goes on where the other ledger ends, so a large one may be
 * copied while it is in use, and the rest when nobody writes any more.
 *
 * @returns how many events were copied by this call
 * @throws CopyRefused where the other store holds something else
 */
export async function copyLedger(from: EventStore, to: EventStore, options: CopyOptions = {}): Promise<number> {
  let after = await placeToGoOn(from, to);
  let copied = 0;
  for await (const page of from.readAll({ after, pageSize: PAGE_SIZE })) {
    for (const run of runsOf(page)) {
      if (options.signal?.aborted) return copied;
      await copyRun(from, to, run);
      copied += run.length;
      options.progress?.(copied);
    }
    after = page.at(-1)!.position;
  }
  return copied;
}

/** Where, in the first, the last event of the second stands. */
async function placeToGoOn(from: EventStore, to: EventStore): Promise<Position> {
  const last = await to.last();
  if (!last) return START;
  const original = await eventAt(from, last.stream, last.revision);
  if (original?.id === last.id) return original.position;
  throw new CopyRefused(
    'another-ledger',
    `the store that is copied to ends with ${last.stream} revision ${String(last.revision)}, which is not what ` +
      'the other has there: it holds another ledger, or has gone on by itself',
  );
}

async function eventAt(store: EventStore, stream: string, revision: bigint): Promise<RecordedEvent | undefined> {
  for await (const [event] of store.readStream(stream, { from: revision, to: revision })) return event;
  return undefined;
}

/** Events of one stream that follow each other in the log: most of them were appended together. */
function runsOf(page: readonly LoggedEvent[]): LoggedEvent[][] {
  const runs: LoggedEvent[][] = [];
  for (const event of page) {
    const run = runs.at(-1);
    if (run?.[0]?.stream === event.stream) run.push(event);
    else runs.push([event]);
  }
  return runs;
}

/** The log shows events without their provenance; their stream has all of it. */
async function copyRun(from: EventStore, to: EventStore, run: readonly LoggedEvent[]): Promise<void> {
  const [{ stream, revision: first }, { revision: last }] = [run[0]!, run.at(-1)!];
  let expected = first === 0n ? ('no_stream' as const) : first - 1n;
  for await (const events of from.readStream(stream, { from: first, to: last }))
    for (const batch of inAppends(events)) ({ revision: expected } = await to.append(stream, expected, batch));
}

/** What one append takes, with room for what each store adds. */
const MOST_BYTES = 500_000;

function* inAppends(events: readonly RecordedEvent[]): Generator<RecordedEvent[]> {
  let batch: RecordedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = JSON.stringify(event.data).length * 3 + 1_000;
    if (batch.length > 0 && bytes + size > MOST_BYTES) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(event);
    bytes += size;
  }
  yield batch;
}
