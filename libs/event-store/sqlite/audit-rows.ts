import { setImmediate as nextTurn } from 'node:timers/promises';

import { canonicalJson } from '../canonical.js';
import { type EventBody, hashOf } from '../chain.js';
import { type Finding } from '../port.js';
import { type Json } from '../record.js';
import { type Connection } from './connection.js';
import { messageOf } from './failures.js';
import { type Tally } from './tally.js';

/**
 * All texts of a row as one blob: the library stops at NUL in a text, and aborts the process when one is not UTF-8. No
 * text that may be written holds the separator, a control character.
 */
const SEPARATOR = '\u001f';
const TEXTS = ['stream', 'id', 'type', 'actor_id', 'actor_role', 'correlation_id', 'causation_id', 'command_id']
  .concat('command_fingerprint', 'data')
  .join(' || char(31) || ');

type Row = [
  position: number,
  revision: number,
  schemaVersion: number,
  occurredAt: number,
  recordedAt: number,
  previousHash: unknown,
  hash: unknown,
  texts: unknown,
];

/** The hash of an event computed anew from what is stored. Exchangeable, to prove that the audit depends on it. */
export type Rehash = (
  body: EventBody,
  stream: string,
  revision: number,
  previous: string | null,
  stored: string,
) => string;
export const rehashed: Rehash = (body, stream, revision, previous) => hashOf(body, stream, revision, previous);

interface RowAudit {
  rehash: Rehash;
  tally: Tally;
  progress: (done: number, total: number) => void;
}

const PAGE_SIZE = 1_000;

/**
 * Walks the table in the order of positions and hashes every event anew. Positions are dense, since nothing is ever
 * deleted: where one is missing, an event is.
 *
 * @returns the position up to which the log was audited; what is appended meanwhile is left to the next audit.
 */
export async function* auditRows(db: Connection, place: string, audit: RowAudit): AsyncGenerator<Finding, number> {
  const columns = 'position, revision, schema_version, occurred_at, recorded_at, previous_hash, hash';
  const select = `SELECT ${columns}, CAST(${TEXTS} AS BLOB) FROM events`;
  const page = prepared(db, `${select} WHERE position > ? AND position <= ? ORDER BY position LIMIT ${PAGE_SIZE}`);
  const single = prepared(db, `${select} WHERE position = ?`);
  const head = lastPosition(db);
  if (page instanceof Error || single instanceof Error || head instanceof Error) {
    yield { place: `${place}, events`, problem: [page, single, head].filter((it) => it instanceof Error).join('; ') };
    return 0;
  }
  let unread: Span | undefined;
  for (let done = 0; done < head;) {
    const upTo = Math.min(done + PAGE_SIZE, head);
    const rows = attempt(() => page.all([done, upTo]) as Row[]);
    const found = new Map(rows instanceof Error ? [] : rows.map((row) => [row[0], row]));
    for (let position = done + 1; position <= upTo; position += 1) {
      // Where the page cannot be read as a whole, or lacks a row, each position is asked for by itself.
      const row = found.get(position) ?? attempt(() => single.get([position]) as Row | undefined);
      if (row !== undefined && !(row instanceof Error)) {
        if (unread) yield unread.finding(place);
        unread = undefined;
        yield* auditRow(row, place, audit);
      } else {
        const problem = row instanceof Error ? `cannot be read: ${row.message}` : 'is missing';
        if (unread && unread.problem !== problem) yield unread.finding(place);
        unread = unread?.problem === problem ? unread.to(position) : new Span(position, position, problem);
      }
    }
    done = upTo;
    audit.progress(done, head);
    await nextTurn();
  }
  if (unread) yield unread.finding(place);
  return head;
}

/** Neighbouring positions with the same fault: one finding, not thousands. */
class Span {
  constructor(
    readonly first: number,
    readonly last: number,
    readonly problem: string,
  ) {}

  to(last: number): Span {
    return new Span(this.first, last, this.problem);
  }

  finding(place: string): Finding {
    const positions = this.first === this.last ? `position ${this.first}` : `positions ${this.first} to ${this.last}`;
    return { place: `${place}, ${positions}`, problem: this.problem };
  }
}

function* auditRow(row: Row, place: string, { rehash, tally }: RowAudit): Generator<Finding> {
  const [position, revision, schemaVersion, occurredAt, recordedAt, previous, stored, bytes] = row;
  const at = `${place}, position ${position}`;
  const texts = exactTexts(bytes);
  if (texts === undefined || !isHash(stored) || !(previous === null || isHash(previous))) {
    yield { place: at, problem: 'holds values that were never written' };
    return;
  }
  const [stream, id, type, actorId, actorRole, correlationId, causationId, commandId, commandFingerprint, data] = texts;
  tally.add(position, stream, revision);
  const body = { id, type, data, schemaVersion, occurredAt, recordedAt, actorId, actorRole, correlationId };
  const previousHash = previous === null ? null : previous.toString('hex');
  const hash = stored.toString('hex');
  const computed = attempt(() =>
    rehash({ ...body, causationId, commandId, commandFingerprint }, stream, revision, previousHash, hash),
  );
  const event = `${at}, ${stream} revision ${revision}`;
  if (computed !== hash) yield { place: event, problem: 'the event is not the one that was hashed' };
  const canonical = attempt(() => canonicalJson(JSON.parse(data) as Json));
  if (canonical !== data) yield { place: event, problem: 'its data is not canonical JSON' };
}

type Texts = [string, string, string, string, string, string, string, string, string, string];

function exactTexts(bytes: unknown): Texts | undefined {
  if (!Buffer.isBuffer(bytes)) return undefined;
  const text = bytes.toString('utf8');
  const parts = text.split(SEPARATOR);
  return parts.length === 10 && Buffer.from(text).equals(bytes) ? (parts as Texts) : undefined;
}

const isHash = (value: unknown): value is Buffer => Buffer.isBuffer(value) && value.length === 32;

function attempt<T>(read: () => T): T | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}

const prepared = (db: Connection, sql: string): ReturnType<Connection['prepare']> | Error =>
  attempt(() => db.prepare(sql).raw(true));

/** By the table, or where its right edge is damaged, by the index. */
function lastPosition(db: Connection): number | Error {
  const last = attempt(() => db.prepare('SELECT max(position) FROM events').raw(true).get([]) as [number | null]);
  const byIndex = attempt(
    () =>
      db.prepare('SELECT max(position + 0) FROM events INDEXED BY sqlite_autoindex_events_1').raw(true).get([]) as [
        number | null,
      ],
  );
  if (last instanceof Error && byIndex instanceof Error) return last;
  return Math.max(last instanceof Error ? 0 : (last[0] ?? 0), byIndex instanceof Error ? 0 : (byIndex[0] ?? 0));
}
