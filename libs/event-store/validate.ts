import { canonicalJson, NotCanonicalizable } from './canonical.js';
import { canonicalMetadata, type EventBody } from './chain.js';
import { AppendRejected, type RejectionCode } from './errors.js';
import { type ExpectedRevision } from './port.js';
import { type NewEvent } from './record.js';

/** Bytes of canonical data and metadata that one append may carry: EventStoreDB's limit, so every driver has it. */
export const MAX_APPEND_BYTES = 1_048_576;
/** Characters in the name of a stream or of an event type. */
export const MAX_NAME_LENGTH = 512;

/**
 * Everything that can be said about an append without looking into the store. Every driver calls it before anything is
 * sent: a server answers these mistakes with riddles, or accepts them.
 *
 * The events come back flat, their data as canonical text, and copied: who changes the object after `append` changes
 * nothing.
 *
 * @throws AppendRejected
 */
export function prepareAppend(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): EventBody[] {
  checkName('stream-name-invalid', 'a stream name', stream);
  if (typeof expected === 'bigint' && expected < 0n) {
    throw new AppendRejected('expected-revision-invalid', `${stream} can never be at revision ${String(expected)}`);
  }
  if (events.length === 0) throw new AppendRejected('nothing-to-append', `nothing to append to ${stream}`);
  const prepared = events.map(prepareEvent);
  checkSize(stream, prepared);
  return prepared;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function prepareEvent(event: NewEvent): EventBody {
  checkName('event-type-invalid', 'an event type', event.type);
  if (!UUID.test(event.id)) {
    throw new AppendRejected(
      'event-id-invalid',
      `an event id is a UUID in lower case, not ${JSON.stringify(event.id)}`,
    );
  }
  const { metadata } = event;
  if (!Number.isSafeInteger(metadata.schemaVersion) || metadata.schemaVersion < 0) {
    throw invalidData(event, `schemaVersion is a whole number, not ${String(metadata.schemaVersion)}`);
  }
  return {
    id: event.id,
    type: event.type,
    data: canonicalData(event),
    schemaVersion: metadata.schemaVersion,
    occurredAt: instant(event, 'occurredAt'),
    recordedAt: instant(event, 'recordedAt'),
    actorId: text(event, 'actor.id', metadata.actor.id),
    actorRole: text(event, 'actor.role', metadata.actor.role),
    correlationId: text(event, 'correlationId', metadata.correlationId),
    causationId: text(event, 'causationId', metadata.causationId),
    commandId: text(event, 'commandId', metadata.commandId),
    commandFingerprint: text(event, 'commandFingerprint', metadata.commandFingerprint),
  };
}

function canonicalData(event: NewEvent): string {
  try {
    const data = canonicalJson(event.data);
    if (data.startsWith('{')) return data;
  } catch (error) {
    if (error instanceof NotCanonicalizable) throw invalidData(event, error.message);
    throw error;
  }
  throw invalidData(event, 'data is a JSON object');
}

const SUSPECT = /[\u0000-\u001f\u007f\ud800-\udfff]/;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Holds a control character — NUL above all: SQLite's C strings end at it — or a lone surrogate. */
function isUnprintable(text: string): boolean {
  return SUSPECT.test(text) && (CONTROL.test(text) || !text.isWellFormed());
}

function checkName(code: RejectionCode, what: string, name: unknown): void {
  const problem =
    typeof name !== 'string' || name === ''
      ? 'is a text that is not empty'
      : name.startsWith('$')
        ? 'does not begin with "$": those belong to the server'
        : name.length > MAX_NAME_LENGTH
          ? `has at most ${MAX_NAME_LENGTH} characters`
          : isUnprintable(name)
            ? 'has no control characters and no lone surrogates'
            : null;
  if (problem !== null) throw new AppendRejected(code, `${what} ${problem}: ${JSON.stringify(name).slice(0, 80)}`);
}

function text(event: NewEvent, field: string, value: unknown): string {
  if (typeof value !== 'string') throw invalidData(event, `${field} is a text`);
  if (isUnprintable(value)) throw invalidData(event, `${field} has a control character or a lone surrogate`);
  return value;
}

const YEAR_1 = Date.parse('0001-01-01T00:00:00.000Z');
const YEAR_9999 = Date.parse('9999-12-31T23:59:59.999Z');

/** Years 1 to 9999: outside of them ISO 8601 needs a sign and six digits, and no calendar agrees. */
function instant(event: NewEvent, field: 'occurredAt' | 'recordedAt'): number {
  const value = event.metadata[field];
  if (Number.isInteger(value) && value >= YEAR_1 && value <= YEAR_9999) return value;
  throw invalidData(event, `${field} is a whole number of milliseconds in the years 1 to 9999, not ${String(value)}`);
}

function invalidData(event: NewEvent, problem: string): AppendRejected {
  return new AppendRejected('event-data-invalid', `${event.type} ${event.id}: ${problem}`);
}

const ANY_HASH = '0'.repeat(64);
const BYTES_PER_CODE_UNIT = 3;

function checkSize(stream: string, events: readonly EventBody[]): void {
  // Nearly every append is far below the limit: counting bytes would cost more than the rest of this file.
  if (events.reduce((sum, event) => sum + roughLength(event), 0) * BYTES_PER_CODE_UNIT <= MAX_APPEND_BYTES) return;
  const bytes = events.reduce((sum, event) => sum + byteLength(event), 0);
  if (bytes > MAX_APPEND_BYTES) {
    throw new AppendRejected(
      'append-too-large',
      `an append to ${stream} of ${bytes} bytes is more than the ${MAX_APPEND_BYTES} allowed: split it`,
    );
  }
}

function byteLength(event: EventBody): number {
  const metadata = canonicalMetadata(event, ANY_HASH);
  return Buffer.byteLength(event.data) + Buffer.byteLength(metadata);
}

/** Never less than the code units of data and metadata: a quote or backslash in a text takes two when escaped. */
function roughLength(e: EventBody): number {
  const texts =
    e.actorId.length + e.actorRole.length + e.correlationId.length + e.causationId.length + e.commandId.length;
  return e.data.length + 2 * (texts + e.commandFingerprint.length) + 400;
}
