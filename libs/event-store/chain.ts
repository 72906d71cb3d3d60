import { hash } from 'node:crypto';

import { canonicalJson } from './canonical.js';

/** What is hashed of an event: all of it but its position, so a ledger copied to another store keeps its hashes. */
export interface Envelope {
  stream: string;
  revision: bigint | number;
  id: string;
  type: string;
  /** Canonical text, exactly as it is stored: it is hashed as it is, so an audit hashes the stored bytes. */
  data: string;
  schemaVersion: number;
  /** Milliseconds since the epoch; written as ISO 8601 in UTC with milliseconds. */
  occurredAt: number;
  recordedAt: number;
  actorId: string;
  actorRole: string;
  correlationId: string;
  causationId: string;
  commandId: string;
  commandFingerprint: string;
  /** Lower-case hex, or `null` for the first of its stream. */
  previousHash: string | null;
}

/** SHA-256 of the event's canonical bytes. */
export function hashOf(envelope: Envelope): Buffer {
  return hash('sha256', canonicalEnvelope(envelope), 'buffer');
}

/**
 * The bytes that are hashed: RFC 8785 of `{ data, id, metadata, revision, stream, type }`. Put together from `data`'s
 * own canonical text, with every key already in its sorted place, instead of being serialized anew.
 */
export function canonicalEnvelope(e: Envelope): string {
  return (
    `{"data":${e.data},"id":${canonicalJson(e.id)},"metadata":${canonicalMetadata(e)},` +
    `"revision":${e.revision},"stream":${canonicalJson(e.stream)},"type":${canonicalJson(e.type)}}`
  );
}

/** RFC 8785 of an event's metadata, `previousHash` among it. */
export function canonicalMetadata(e: Omit<Envelope, 'data' | 'stream' | 'revision' | 'id' | 'type'>): string {
  return (
    `{"actor":{"id":${canonicalJson(e.actorId)},"role":${canonicalJson(e.actorRole)}},` +
    `"causationId":${canonicalJson(e.causationId)},"commandFingerprint":${canonicalJson(e.commandFingerprint)},` +
    `"commandId":${canonicalJson(e.commandId)},"correlationId":${canonicalJson(e.correlationId)},` +
    `"occurredAt":"${instant(e.occurredAt)}","previousHash":${e.previousHash === null ? 'null' : `"${e.previousHash}"`},` +
    `"recordedAt":"${instant(e.recordedAt)}","schemaVersion":${e.schemaVersion}}`
  );
}

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
