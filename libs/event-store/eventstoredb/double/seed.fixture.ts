import { type JSONEventData } from '@eventstore/db-client';
import { hashOf } from '../../chain.js';
import { type NewEvent } from '../../record.js';
import { prepareAppend } from '../../validate.js';
import { toWire } from '../wire.js';
import { type Database } from './database.fixture.js';

/** Where streams end. */
export type Ends = Map<string, { revision: number; hash: string }>;

/** What the driver would send, byte by byte but for the ids that it draws. */
export function wireOf(ends: Ends, stream: string, events: readonly NewEvent[]): JSONEventData[] {
  return prepareAppend(stream, 'any', events).map((event) => {
    const before = ends.get(stream);
    const revision = before ? before.revision + 1 : 0;
    const previousHash = before?.hash ?? null;
    const hash = hashOf(event, stream, revision, previousHash);
    ends.set(stream, { revision, hash });
    return toWire(event, { previousHash, hash });
  });
}

/** Writes what the driver would have sent, without sending it: for logs that are long. */
export function seed(database: Database, ends: Ends, stream: string, events: readonly NewEvent[]): void {
  const proposed = wireOf(ends, stream, events).map(({ data, metadata, ...event }) => ({
    ...event,
    data: Buffer.from(JSON.stringify(data), 'utf8'),
    metadata: metadata as Uint8Array,
  }));
  database.append(stream, 'any', proposed);
}
