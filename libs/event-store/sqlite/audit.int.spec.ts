import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { all } from '../conformance/helpers.js';
import { type EventStore, type Finding } from '../port.js';
import { anEvent } from '../testing/events.js';
import { auditConnection } from './audit.js';
import { type Rehash, rehashed } from './audit-rows.js';
import { openReadOnly } from './connection.js';
import { auditSqliteFile, auditWal, openSqliteEventStore } from './index.js';

const STREAMS = 7;
const EVENTS = 203;
/** Enough to hit every kind of page many times; one byte at a time, the same ones in every run. */
const FLIPS = 160;

let directory: string;
const file = (name: string): string => join(directory, name);
const findings = (path: string): Promise<Finding[]> => all(pagesOf(auditSqliteFile(path)));

async function* pagesOf<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  for await (const item of items) yield [item];
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kept-audit-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function fill(store: EventStore): Promise<void> {
  for (let i = 0; i < EVENTS;) {
    const size = 1 + (i % 5);
    const events = Array.from({ length: size }, () => anEvent({ data: { text: `é${'x'.repeat((i * 37) % 300)}`, i } }));
    await store.append(`commitment-${i % STREAMS}`, 'any', events);
    i += size;
  }
}

/** A generator of the same numbers in every run: mulberry32. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function flipped(bytes: Buffer, at: number, mask: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at]! ^ mask;
  return copy;
}

/** Everything a ledger says, by the table and by the index. In hex: text that is not UTF-8 would abort the process. */
function contents(path: string): string {
  const db = openReadOnly(path);
  const numbers = 'position, revision, schema_version, occurred_at, recorded_at';
  const bytes =
    'stream,id,type,data,actor_id,actor_role,correlation_id,causation_id,command_id,command_fingerprint,previous_hash,hash';
  const columns = `${numbers}, ${bytes
    .split(',')
    .map((column) => `hex(${column})`)
    .join()}`;
  try {
    return JSON.stringify(
      [
        `SELECT ${columns} FROM events NOT INDEXED ORDER BY position`,
        `SELECT ${columns} FROM events INDEXED BY sqlite_autoindex_events_1 ORDER BY stream, revision`,
        'SELECT schema_version, hex(identity), created_at, hex(checksum) FROM store',
      ].map((sql) => db.prepare(sql).raw(true).all([])),
    );
  } finally {
    db.close();
  }
}

describe('the audit of a ledger’s file', () => {
  let original: Buffer;
  let truth: string;
  let flips: { at: number; mask: number }[];

  beforeAll(async () => {
    const store = openSqliteEventStore(file('ledger.db'));
    await fill(store);
    await store.close();
    original = await readFile(file('ledger.db'));
    truth = contents(file('ledger.db'));
    const random = seeded(42);
    flips = Array.from({ length: FLIPS }, () => ({ at: random(original.length), mask: 1 + random(255) }));
  });

  it('finds nothing in a sound one, and shows how far it is', async () => {
    const progress: [number, number][] = [];
    expect(await all(pagesOf(auditSqliteFile(file('ledger.db'), (...step) => progress.push(step))))).toEqual([]);
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
  });

  it('finds one flipped byte wherever it changes what the ledger says', async () => {
    const found = { yes: 0, carriesNothing: 0 };
    for (const { at, mask } of flips) {
      await writeFile(file('flipped.db'), flipped(original, at, mask));
      if ((await findings(file('flipped.db'))).length > 0) {
        found.yes += 1;
      } else {
        expect({ at, mask, contents: contents(file('flipped.db')) }).toEqual({ at, mask, contents: truth });
        found.carriesNothing += 1;
      }
    }
    // Were nearly every flip harmless, the ledger would be too empty to prove anything.
    expect(found.yes).toBeGreaterThan(FLIPS / 2);
  });

  it('would miss some of them without hashing: this test can fail', async () => {
    const trusting: Rehash = (_body, _stream, _revision, _previous, stored) => stored;
    const undetected = async (rehash: Rehash): Promise<number> => {
      let missed = 0;
      for (const { at, mask } of flips.slice(0, 60)) {
        await writeFile(file('mutant.db'), flipped(original, at, mask));
        try {
          const db = openReadOnly(file('mutant.db'));
          const result = await all(pagesOf(auditConnection(db, 'mutant.db', undefined, rehash)));
          db.close();
          if (result.length === 0 && contents(file('mutant.db')) !== truth) missed += 1;
        } catch {
          // It does not even open: found.
        }
      }
      return missed;
    };
    expect(await undetected(trusting)).toBeGreaterThan(5);
    expect(await undetected(rehashed)).toBe(0);
  });

  it('names the event whose data was changed', async () => {
    const db = openReadOnly(file('ledger.db'));
    const [id, stream, revision] = db
      .prepare('SELECT id, stream, revision FROM events WHERE position = 117')
      .raw(true)
      .get([]) as [string, string, number];
    db.close();
    await writeFile(file('named.db'), flipped(original, original.indexOf(id), 1));
    expect(await findings(file('named.db'))).toEqual([
      {
        place: `${file('named.db')}, position 117, ${stream} revision ${revision}`,
        problem: 'the event is not the one that was hashed',
      },
    ]);
  });

  it.each([
    [
      'an event changed through SQL',
      "UPDATE events SET actor_id = 'somebody else' WHERE position = 40",
      'position 40,',
    ],
    ['an event removed', 'DELETE FROM events WHERE position = 40', 'position 40'],
    ['the hash of an event changed', 'UPDATE events SET hash = zeroblob(32) WHERE position = 40', 'position 40,'],
    ['two streams’ events exchanged', 'UPDATE events SET stream = stream || 1 WHERE position = 40', 'position 40,'],
    ['another identity', "UPDATE store SET identity = 'another'", 'store'],
    [
      'a second row about the store',
      'PRAGMA ignore_check_constraints = 1; INSERT INTO store SELECT 2, schema_version, identity, created_at, checksum FROM store',
      'store',
    ],
    ['a guard taken away', 'SELECT 1', 'catalogue'],
  ])('finds %s, though the file is a sound database', async (_what, sql, place) => {
    const tampered = file(`${sql.length}.db`);
    await writeFile(tampered, original);
    const db = new Database(tampered);
    db.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted');
    db.exec(sql);
    db.close();
    expect((await findings(tampered)).map((finding) => finding.place)).toContainEqual(expect.stringContaining(place));
  });

  it.each([
    ['nothing there', null],
    ['no database', Buffer.from('x'.repeat(5_000))],
    ['half a file', 'half' as const],
    ['a page of zeros', 'zeros' as const],
  ])('answers with findings where there is %s', async (_what, bytes) => {
    const zeros = Buffer.from(original);
    zeros.fill(0, 5 * 4096, 6 * 4096);
    const content = bytes === 'half' ? original.subarray(0, original.length / 2) : bytes === 'zeros' ? zeros : bytes;
    await rm(file('broken.db'), { force: true });
    if (content !== null) await writeFile(file('broken.db'), content);
    expect(await findings(file('broken.db'))).not.toEqual([]);
  });
});

describe('the audit of a write-ahead log that an unclean stop has left', () => {
  let wal: Buffer;
  let truth: string;
  const FRAME = 24 + 4096;

  beforeAll(async () => {
    const store = openSqliteEventStore(file('stopped.db'));
    await fill(store);
    for (const suffix of ['', '-wal', '-shm']) await copyFile(file(`stopped.db${suffix}`), file(`left.db${suffix}`));
    await store.close();
    wal = await readFile(file('left.db-wal'));
    await put(wal);
    truth = contents(file('copy.db'));
  });

  const put = async (bytes: Buffer, { withIndex = true } = {}): Promise<void> => {
    await rm(file('copy.db-shm'), { force: true });
    await copyFile(file('left.db'), file('copy.db'));
    if (withIndex) await copyFile(file('left.db-shm'), file('copy.db-shm'));
    await writeFile(file('copy.db-wal'), bytes);
  };

  it('finds nothing in a sound one', async () => {
    await put(wal);
    expect(await findings(file('copy.db'))).toEqual([]);
    expect((JSON.parse(truth) as unknown[][])[0]).toHaveLength(EVENTS);
  });

  it.each([
    ['as a killed process leaves it', { withIndex: true }, 0],
    ['without its shared memory, but for the last frame', { withIndex: false }, FRAME],
  ])('finds one flipped byte wherever it loses an event, %s', async (_what, options, tail) => {
    const random = seeded(7);
    let found = 0;
    for (let i = 0; i < 60; i += 1) {
      const [at, mask] = [random(i < 15 ? 32 + 24 : wal.length - tail), 1 + random(255)];
      await put(flipped(wal, at, mask), options);
      if ((await findings(file('copy.db'))).length > 0) found += 1;
      else expect({ at, contents: contents(file('copy.db')) }).toEqual({ at, contents: truth });
    }
    expect(found).toBeGreaterThan(30);
  });

  it('names the damaged frame, and says how much SQLite would ignore', async () => {
    await put(flipped(wal, 32 + 9 * FRAME + 500, 1), { withIndex: false });
    const [finding] = [...auditWal(file('copy.db'))];
    expect(finding?.place).toMatch(/copy\.db-wal, frame 10 \(page \d+\)$/);
    expect(finding?.problem).toMatch(/damaged in the middle of the log: \d+ frames are ignored/);
  });

  it.each([
    ['cut off within its last frame', (): Buffer => wal.subarray(0, wal.length - 1_000)],
    ['with half of its last frame written', (): Buffer => Buffer.from(wal).fill(0, wal.length - 2_000)],
  ])('finds no fault with a torn tail: %s', async (_what, torn) => {
    await put(torn(), { withIndex: false });
    expect([...auditWal(file('copy.db'))]).toEqual([]);
  });

  it('finds a log cut off behind what was committed, if the shared memory tells', async () => {
    await put(wal.subarray(0, 32 + 10 * FRAME));
    expect([...auditWal(file('copy.db'))]).toEqual([
      expect.objectContaining({ problem: expect.stringContaining('was committed') }),
    ]);
  });
});
