import { type EventStoreDBClient, type RecordedEvent as WireEvent } from '@eventstore/db-client';
import { hashOf } from '../chain.js';
import { type Finding } from '../port.js';
import { type RecordedEvent } from '../record.js';
import { prepareAppend } from '../validate.js';
import { eventsOf } from './events-of.js';
import { isOurs } from './own-streams.js';
import { type Address, type EventStoreDBOptions } from './settings.js';
import { fromWire } from './wire.js';

const PAGE_SIZE = 500;

interface Link {
  revision: bigint;
  hash: string;
}

/**
 * Reads the whole log and hashes every chain again. How much there is the server does not say, so the total is what has
 * been read. Beside the chains, whether the database itself is whole is the server's own business.
 */
export async function* audit(
  client: EventStoreDBClient,
  { place, credentials }: Address,
  { readTimeout: timeout }: EventStoreDBOptions,
  progress: (done: number, total: number) => void = () => undefined,
): AsyncGenerator<Finding> {
  const ends = new Map<string, Link>();
  let done = 0;
  for await (const page of eventsOf(client.readAll({ credentials }), { pageSize: PAGE_SIZE, timeout })) {
    for (const event of page) if (isOurs(event.streamId)) yield* findingsOf(event, ends, place);
    done += page.length;
    progress(done, done);
  }
}

function* findingsOf(wire: WireEvent, ends: Map<string, Link>, store: string): Generator<Finding> {
  const place = `${store}, ${wire.streamId} revision ${String(wire.revision)}`;
  let event: RecordedEvent;
  try {
    event = fromWire(wire);
  } catch (error) {
    yield { place, problem: (error as Error).message };
    return;
  }
  const before = ends.get(event.stream);
  ends.set(event.stream, event);
  if (event.revision !== (before ? before.revision + 1n : 0n))
    yield { place, problem: `it follows revision ${String(before?.revision ?? 'none')}: events are missing` };
  if (event.previousHash !== (before?.hash ?? null))
    yield { place, problem: 'it does not follow from the event before it' };
  if (event.hash !== recomputed(event)) yield { place, problem: 'it is not what was hashed when it was appended' };
}

function recomputed(event: RecordedEvent): string | undefined {
  try {
    const [body] = prepareAppend(event.stream, 'any', [event]);
    return hashOf(body!, event.stream, Number(event.revision), event.previousHash);
  } catch {
    return undefined;
  }
}
