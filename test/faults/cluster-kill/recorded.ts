import { type EventStoreDBDouble } from '#kept/event-store/eventstoredb/double';
import { type Recorded } from '../delivery-kill/recorded.js';

/** What a double keeps of a ledger, read past all of our own code: not the server's streams, nor the store's own name. */
export function recordedBy({ database }: EventStoreDBDouble): Recorded[] {
  return database.log
    .filter(({ stream }) => !stream.startsWith('$') && stream !== 'kept-identity')
    .map(({ position, stream, revision, type, data, metadata }) => ({
      id: (read(metadata) as { id: string }).id,
      position: Number(position),
      stream,
      revision: Number(revision),
      type,
      data: read(data) as Recorded['data'],
    }));
}

const read = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
