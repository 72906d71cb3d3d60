import { type EventStore, type Finding } from '../port.js';
import { type LoggedEvent, type RecordedEvent } from '../record.js';

const PAGE_SIZE = 1_000;

/**
 * Compares two ledgers: the same events in the same order, and at the end of every stream the same hash, which stands for
 * all that is before it. Yields what differs; nothing where one is a copy of the other.
 */
export async function* compareLedgers(
  one: EventStore,
  other: EventStore,
  progress: (compared: number) => void = () => undefined,
): AsyncGenerator<Finding> {
  const ends = new Map<string, bigint>();
  const others = eventsOf(other);
  let compared = 0;
  for await (const event of eventsOf(one)) {
    const { value: counterpart } = await others.next();
    if (!counterpart || !isSame(event, counterpart)) {
      const problem = counterpart ? `the copy has ${placeOf(counterpart)} in its place` : 'it is missing in the copy';
      yield { place: placeOf(event), problem: `${problem}; what follows was not compared` };
      return;
    }
    ends.set(event.stream, event.revision);
    progress((compared += 1));
  }
  const { value: more } = await others.next();
  if (more) yield { place: placeOf(more), problem: 'it is in the copy alone' };
  for (const stream of ends.keys()) {
    const [end, copy] = await Promise.all([endOf(one, stream), endOf(other, stream)]);
    if (end?.hash !== copy?.hash) yield { place: stream, problem: 'its chain of hashes ends otherwise in the copy' };
  }
}

const placeOf = ({ stream, revision }: LoggedEvent): string => `${stream} revision ${String(revision)}`;

const isSame = (one: LoggedEvent, other: LoggedEvent): boolean =>
  one.stream === other.stream && one.revision === other.revision && one.id === other.id;

async function* eventsOf(store: EventStore): AsyncGenerator<LoggedEvent, undefined> {
  for await (const page of store.readAll({ pageSize: PAGE_SIZE })) yield* page;
  return undefined;
}

async function endOf(store: EventStore, stream: string): Promise<RecordedEvent | undefined> {
  for await (const [event] of store.readStream(stream, { direction: 'backwards', limit: 1 })) return event;
  return undefined;
}
