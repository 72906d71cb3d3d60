import { hash } from 'node:crypto';

import { escaped } from './canonical.js';

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
    `{"data":${e.data},"id":"${escaped(e.id)}","metadata":${canonicalMetadata(e, previousHash)},` +
    `"revision":${revision},"stream":"${escaped(stream)}","type":"${escaped(e.type)}"}`
  );
}

/** RFC 8785 of an event's metadata, `previousHash` among it. */
export function canonicalMetadata(e: EventBody, previousHash: string | null): string {
  return (
    `{"actor":{"id":"${escaped(e.actorId)}","role":"${escaped(e.actorRole)}"},"causationId":"${escaped(e.causationId)}",` +
    `"commandFingerprint":"${escaped(e.commandFingerprint)}","commandId":"${escaped(e.commandId)}",` +
    `"correlationId":"${escaped(e.correlationId)}","occurredAt":"${instant(e.occurredAt)}",` +
    `"previousHash":${previousHash === null ? 'null' : `"${escaped(previousHash)}"`},` +
    `"recordedAt":"${instant(e.recordedAt)}","schemaVersion":${e.schemaVersion}}`
  );
}

const DAY = 86_400_000;
const MINUTE = 60_000;
const TIME_OF_DAY = 'HH:mm:ss.sssZ'.length;
const padded = (n: number, digits: number): string => String(n).padStart(digits, '0');
const MINUTES = Array.from({ length: 1_440 }, (_, n) => `${padded(Math.floor(n / 60), 2)}:${padded(n % 60, 2)}:`);
const SECONDS = Array.from({ length: 60 }, (_, n) => padded(n, 2));
const MILLISECONDS = Array.from({ length: 1_000 }, (_, n) => `.${padded(n, 3)}Z`);

/**
 * Days formatted before, `2026-03-03`, each in the place of its last bits: an event happened on one day and was recorded on
 * another, and the events hashed after it are mostly of the same two.
 */
const PLACES = 16;
const days = new Float64Array(PLACES).fill(NaN);
const dates = new Array<string>(PLACES).fill('');

/**
 * `Date.prototype.toISOString` at a ninth of its price: the time of day is put together from tables.
 *
 * @throws RangeError for what is no instant, as `toISOString` does.
 */
export function instant(milliseconds: number): string {
  const day = Math.floor(milliseconds / DAY);
  const place = day & (PLACES - 1);
  if (days[place] !== day) {
    dates[place] = new Date(milliseconds).toISOString().slice(0, -TIME_OF_DAY);
    days[place] = day;
  }
  const time = milliseconds - day * DAY;
  const minute = Math.floor(time / MINUTE);
  const second = Math.floor(time / 1_000) - minute * 60;
  return `${dates[place]}${MINUTES[minute]}${SECONDS[second]}${MILLISECONDS[time % 1_000]}`;
}
