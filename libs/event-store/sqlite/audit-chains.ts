import { setImmediate as nextTurn } from 'node:timers/promises';

import { type Finding } from '../port.js';
import { type Connection } from './connection.js';
import { messageOf } from './failures.js';
import { type Tally } from './tally.js';

/** Stream and revision come from the index itself, the hashes from the row it points to. */
type Link = [stream: Buffer, revision: number, position: number, previousHash: unknown, hash: unknown];

interface ChainAudit {
  /** Positions beyond it were appended after the audit began. */
  head: number;
  tally: Tally;
  progress: (done: number, total: number) => void;
}

const PAGE_SIZE = 1_000;
const INDEX = 'FROM events INDEXED BY sqlite_autoindex_events_1';

/**
 * Walks the index in the order of streams and revisions: each revision follows the one before, and each event names the
 * hash of the one before it. In this order one event at a time is enough to know, however large the ledger is.
 */
export async function* auditChains(db: Connection, place: string, audit: ChainAudit): AsyncGenerator<Finding> {
  let before: Link | undefined;
  try {
    const page = db
      .prepare(
        `SELECT CAST(stream AS BLOB), revision, position, previous_hash, hash ${INDEX}
         WHERE (stream, revision) > (CAST(? AS TEXT), ?) ORDER BY stream, revision LIMIT ?`,
      )
      .raw(true);
    for (;;) {
      const from = before;
      const links = readAsFarAsPossible(
        (size) => page.all([from?.[0] ?? Buffer.alloc(0), from?.[1] ?? -1, size]) as Link[],
      );
      for (const link of links.read) {
        if (link[2] <= audit.head) {
          audit.tally.add(link[2], link[0].toString(), link[1]);
          yield* auditLink(link, before, place);
        }
        before = link;
      }
      if (links.error !== undefined) {
        yield unreadable(db, place, before, links.error);
        return;
      }
      if (before === undefined || links.read.length === 0) return;
      // Entries out of order would lead the walk round in a circle.
      if (from !== undefined && !isAfter(before, from)) {
        yield { place: `${place}, index of streams, ${nameOf(before)}`, problem: 'is out of order' };
        return;
      }
      audit.progress(audit.head, audit.head);
      await nextTurn();
    }
  } catch (error) {
    yield unreadable(db, place, before, error);
  }
}

function unreadable(db: Connection, place: string, before: Link | undefined, error: unknown): Finding {
  const from = before === undefined ? 'from its beginning' : `after ${nameOf(before)}`;
  return { place: `${place}, index of streams`, problem: `cannot be read ${from}${until(db)}: ${messageOf(error)}` };
}

/** SQLite's order: of bytes, not of UTF-16. */
const isAfter = (a: Link, b: Link): boolean => (Buffer.compare(a[0], b[0]) || a[1] - b[1]) > 0;

const nameOf = ([stream, revision]: readonly [Buffer, number, ...unknown[]]): string =>
  `${stream.toString()} revision ${revision}`;

function* auditLink(link: Link, before: Link | undefined, place: string): Generator<Finding> {
  const [stream, revision, position, previousHash] = link;
  const at = `${place}, position ${position}, ${nameOf(link)}`;
  const follows = before !== undefined && before[0].equals(stream) ? before : undefined;
  const expected = follows === undefined ? 0 : follows[1] + 1;
  if (revision !== expected) {
    yield { place: at, problem: `revision ${expected} is missing before it` };
  } else if (!same(previousHash, follows === undefined ? null : follows[4])) {
    yield { place: at, problem: 'it does not follow the event before it: the hash it names is another' };
  }
}

const same = (a: unknown, b: unknown): boolean => a === b || (Buffer.isBuffer(a) && Buffer.isBuffer(b) && a.equals(b));

/** A page; or, where there is a damaged place within it, the events up to that place. */
function readAsFarAsPossible(read: (size: number) => Link[]): { read: Link[]; error?: unknown } {
  try {
    return { read: read(PAGE_SIZE) };
  } catch (error) {
    let [readable, broken] = [0, PAGE_SIZE];
    let links: Link[] = [];
    while (broken - readable > 1) {
      const middle = (readable + broken) >> 1;
      try {
        links = read(middle);
        readable = middle;
      } catch {
        broken = middle;
      }
    }
    return { read: links, error };
  }
}

/** Where the index can be read again, coming from its other end. */
function until(db: Connection): string {
  const backwards = `SELECT CAST(stream AS BLOB), revision ${INDEX} ORDER BY stream DESC, revision DESC`;
  let last: [Buffer, number] | undefined;
  try {
    for (const link of db.prepare(backwards).raw(true).iterate([])) last = link as [Buffer, number];
  } catch {
    // It ends at the damaged place.
  }
  return last === undefined ? '' : ` until ${nameOf(last)}`;
}
