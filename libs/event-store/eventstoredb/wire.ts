import { jsonEvent, type JSONEventData, type RecordedEvent as WireEvent } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { type EventBody, instant } from '../chain.js';
import { type JsonObject, type LoggedEvent, type Position, type RecordedEvent } from '../record.js';

/**
 * What is written beside an event's data. `$correlationId` and `$causationId` are the names that the server's own tools
 * understand.
 */
export interface WireMetadata {
  /** The event's id. The server knows the event by another one, see {@link toWire}. */
  id: string;
  schemaVersion: number;
  actor: { id: string; role: string };
  occurredAt: string;
  recordedAt: string;
  $correlationId: string;
  $causationId: string;
  commandId: string;
  commandFingerprint: string;
  previousHash: string | null;
  hash: string;
}

type Wire = JSONEventData & { metadata: object };

/**
 * An event as it is sent. The server takes an event whose id it has seen for a repeat, answers as if it had written it,
 * and compares nothing else: who appends could not tell whether what stands there is what they hashed. So it is given an
 * id of this very append, under which its retries are the same; whether an *earlier* append has written the event is told
 * by the id in the metadata, which is read when the revision turns out to be taken.
 */
export function toWire(event: EventBody, { previousHash, hash }: { previousHash: string | null; hash: string }): Wire {
  const metadata: WireMetadata = {
    id: event.id,
    schemaVersion: event.schemaVersion,
    actor: { id: event.actorId, role: event.actorRole },
    occurredAt: instant(event.occurredAt),
    recordedAt: instant(event.recordedAt),
    $correlationId: event.correlationId,
    $causationId: event.causationId,
    commandId: event.commandId,
    commandFingerprint: event.commandFingerprint,
    previousHash,
    hash,
  };
  // Bytes: of an object the client makes base64 first.
  const bytes = Buffer.from(JSON.stringify(metadata), 'utf8');
  return jsonEvent({
    id: randomUUID(),
    type: event.type,
    data: JSON.parse(event.data) as JsonObject,
    metadata: Uint8Array.from(bytes),
  });
}

/** An event that is not one of a ledger's: somebody else has written to this database. */
export class ForeignEvent extends Error {
  constructor({ streamId, revision }: WireEvent) {
    super(`${streamId} has at revision ${String(revision)} an event that no ledger has written`);
    this.name = 'ForeignEvent';
  }
}

/** @throws ForeignEvent */
export function fromWire(event: WireEvent): RecordedEvent {
  const metadata = metadataOf(event);
  const { actor, schemaVersion, commandId, commandFingerprint, previousHash, hash } = metadata;
  return {
    position: positionOf(event),
    stream: event.streamId,
    revision: event.revision,
    id: metadata.id,
    type: event.type,
    data: event.data as JsonObject,
    metadata: {
      schemaVersion,
      actor,
      occurredAt: Date.parse(metadata.occurredAt),
      recordedAt: Date.parse(metadata.recordedAt),
      correlationId: metadata.$correlationId,
      causationId: metadata.$causationId,
      commandId,
      commandFingerprint,
    },
    previousHash,
    hash,
  };
}

/** @throws ForeignEvent */
export function toLogged(event: WireEvent): LoggedEvent {
  const { id, schemaVersion, occurredAt, recordedAt } = metadataOf(event);
  return {
    position: positionOf(event),
    stream: event.streamId,
    revision: event.revision,
    id,
    type: event.type,
    schemaVersion,
    occurredAt: Date.parse(occurredAt),
    recordedAt: Date.parse(recordedAt),
    data: event.data as JsonObject,
  };
}

/** In the log of all streams an event has a commit position of its own, also where it was appended with others. */
export function positionOf(event: WireEvent): Position {
  if (event.position === undefined) throw new ForeignEvent(event);
  return event.position.commit as Position;
}

/** Whether a ledger has written it: others may keep their events in the same database, in streams of their own. */
export function isLedgerEvent({ isJson, metadata, position }: WireEvent): boolean {
  const { id, hash } = (metadata ?? {}) as Partial<WireMetadata>;
  return isJson && typeof id === 'string' && typeof hash === 'string' && position !== undefined;
}

function metadataOf(event: WireEvent): WireMetadata {
  if (!isLedgerEvent(event)) throw new ForeignEvent(event);
  return event.metadata as unknown as WireMetadata;
}
