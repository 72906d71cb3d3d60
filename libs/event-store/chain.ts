import { hash } from 'node:crypto';

import { quoted } from './canonical.js';

/** What is hashed of an event beside its place: all of it, flat, its data as canonical text. */
export interface EventBody {
  id: string;
  type: string;
  /** Exactly as it is stored: it is hashed as it is, so an audit hashes the stored bytes. */
  data: string;
  schemaVersion: number;
  /** Milliseconds since the epoch; hashed as ISO 8601 in UTC with milliseconds. */
  occurredAt: number;
  recordedAt: number;
  actorId: string;
  actorRole: string;
  correlationId: string;
  causationId: string;
  commandId: string;
  commandFingerprint: string;
}

/**
 * SHA-256, in lower-case hex, of an event's canonical bytes: RFC 8785 of `{ data, id, metadata, revision, stream, type }`.
 * Its position is not among them, so a ledger copied to another store keeps its hashes.
 *
 * @param previousHash of the event before it in its stream, `null` for the first.
 */
export function hashOf(event: EventBody, stream: string, revision: number, previousHash: string | null): string {
  return hash('sha256', canonicalEnvelope(event, stream, revision, previousHash), 'hex');
}

/** The text that is hashed, every key already in its sorted place, put together without serializing `data` anew. */
export function canonicalEnvelope(e: EventBody, stream: string, revision: number, previousHash: string | null): string {
  return (
    `{"data":${e.data},"id":${quoted(e.id)},"metadata":${canonicalMetadata(e, previousHash)},` +
    `"revision":${revision},"stream":${quoted(stream)},"type":${quoted(e.type)}}`
  );
}

/** RFC 8785 of an event's metadata, `previousHash` among it. */
export function canonicalMetadata(e: EventBody, previousHash: string | null): string {
  return (
    `{"actor":{"id":${quoted(e.actorId)},"role":${quoted(e.actorRole)}},"causationId":${quoted(e.causationId)},` +
    `"commandFingerprint":${quoted(e.commandFingerprint)},"commandId":${quoted(e.commandId)},` +
    `"correlationId":${quoted(e.correlationId)},"occurredAt":${instant(e.occurredAt)},` +
    `"previousHash":${previousHash === null ? 'null' : quoted(previousHash)},` +
    `"recordedAt":${instant(e.recordedAt)},"schemaVersion":${e.schemaVersion}}`
  );
}

const DAY = 86_400_000;
const TIME_OF_DAY = 'HH:mm:ss.sssZ'.length;
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const THREE_DIGITS = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));

/** The day formatted last, `"2026-03-03T`: most instants hashed one after the other are of the same. */
let lastDay = NaN;
let lastDate = '';

/**
 * `Date.prototype.toISOString` in quotes, at a ninth of its price: the time of day is put together from tables.
 *
 * @throws RangeError for what is no instant, as `toISOString` does.
 */
export function instant(milliseconds: number): string {
  const day = Math.floor(milliseconds / DAY);
  if (day !== lastDay) {
    lastDate = `"${new Date(milliseconds).toISOString().slice(0, -TIME_OF_DAY)}`;
    lastDay = day;
  }
  const time = milliseconds - day * DAY;
  const seconds = Math.floor(time / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return (
    `${lastDate}${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[seconds - minutes * 60]}` +
    `.${THREE_DIGITS[time - seconds * 1_000]}Z"`
  );
}
