import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { failureOf, streamOf } from '../conformance/helpers.js';
import { AppendOutcomeUnknown, StoreClosed, StoreUnavailable } from '../errors.js';
import { anEvent, someEvents } from '../testing/events.js';
import { connect, type Connection } from './connection.js';
import { SqliteEventStore, type SqliteStoreOptions } from './store.js';
import { readWal } from './wal-format.js';

let directory: string;
let path: string;
let db: Connection;
let store: SqliteEventStore;

function open(options: Partial<SqliteStoreOptions> = {}): void {
  db = connect(path, { readOnly: false, busyTimeout: 1 });
  store = new SqliteEventStore(db, path, {
    pollInterval: 5,
    busyTimeout: 20,
    maxEventsPerTransaction: 1_000,
    ...options,
  });
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kept-commit-'));
  path = join(directory, 'ledger.db');
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

const commits = (): number => readWal(readFileSync(`${path}-wal`))?.frames.filter((frame) => frame.commits).length ?? 0;
const sqliteError = (code: string): Error => Object.assign(new Error(code), { code });

/** The next statement of this kind fails, as a disk makes it fail. */
function failNext(statement: string, error: Error): void {
  const exec = db.exec.bind(db);
  db.exec = (sql) => {
    if (sql !== statement) return exec(sql);
    db.exec = exec;
    throw error;
  };
}

describe('group commit', () => {
  it('appends of one turn share one transaction', async () => {
    open();
    const before = commits();
    await Promise.all(Array.from({ length: 32 }, (_, i) => store.append(`s-${i}`, 'no_stream', someEvents(2))));
    expect(commits() - before).toBe(1);
  });

  it('a transaction holds no more events than it may, unless one append does', async () => {
    open({ maxEventsPerTransaction: 10 });
    const before = commits();
    await Promise.all(Array.from({ length: 25 }, (_, i) => store.append(`s-${i}`, 'no_stream', someEvents(1))));
    await store.append('large', 'no_stream', someEvents(25));
    expect(commits() - before).toBe(4);
    expect(await streamOf(store, 'large')).toHaveLength(25);
  });

  it('does not answer before the commit', async () => {
    open();
    let answered = false;
    failNext('COMMIT', sqliteError('SQLITE_IOERR_FSYNC'));
    const append = store.append('s', 'no_stream', someEvents(1)).then(() => (answered = true));
    await failureOf(append);
    expect(answered).toBe(false);
  });
});

describe('when the disk fails', () => {
  it('a commit that failed is unknown to everybody in it, conflicts too, and the store goes on', async () => {
    open();
    failNext('COMMIT', sqliteError('SQLITE_IOERR_FSYNC'));
    const [first, second] = [someEvents(1), someEvents(1)];
    const results = await Promise.allSettled([
      store.append('s', 'no_stream', first),
      store.append('s', 'no_stream', second),
    ]);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(AppendOutcomeUnknown) });
    }
    expect((await store.append('s', 'no_stream', second)).revision).toBe(0n);
  });

  it('a disk that is full was not written, and the same append succeeds when there is room', async () => {
    open();
    await store.append('s', 'no_stream', someEvents(1));
    const pages = db.prepare('PRAGMA page_count').raw(true).get([]) as [number];
    db.exec(`PRAGMA max_page_count = ${pages[0] + 2}`);
    const large = anEvent({ data: { text: 'x'.repeat(500_000) } });
    const [full, small] = await Promise.allSettled([
      store.append('large', 'no_stream', [large]),
      store.append('small', 'no_stream', someEvents(1)),
    ]);
    expect(full).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable', reason: 'disk-full' } });
    expect(small).toMatchObject({ status: 'fulfilled' });
    db.exec('PRAGMA max_page_count = 1000000');
    expect((await store.append('large', 'no_stream', [large])).revision).toBe(0n);
  });

  it('a commit that met the full disk was not written: its mark comes last', async () => {
    open();
    failNext('COMMIT', sqliteError('SQLITE_FULL'));
    const error = await failureOf(store.append('s', 'no_stream', someEvents(1)));
    expect(error).toMatchObject({ name: 'StoreUnavailable', outcome: 'rejected', reason: 'disk-full' });
    expect(await streamOf(store, 's')).toEqual([]);
  });
});

describe('when another process has the file locked', () => {
  it('an append waits until it lets go', async () => {
    open({ busyTimeout: 60_000 });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const append = store.append('s', 'no_stream', someEvents(1));
    await nextTurn();
    other.exec('COMMIT');
    other.close();
    expect((await append).revision).toBe(0n);
  });

  it('an append that has waited long enough was not written, and the store goes on', async () => {
    open({ busyTimeout: 15 });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const error = await failureOf(store.append('s', 'no_stream', someEvents(1)));
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ reason: 'busy' });
    other.exec('COMMIT');
    other.close();
    expect((await store.append('s', 'no_stream', someEvents(1))).revision).toBe(0n);
  });
});

describe('closing', () => {
  it('finishes what is pending first', async () => {
    open();
    const append = store.append('s', 'no_stream', someEvents(1));
    await store.close();
    expect((await append).revision).toBe(0n);
    open();
    expect(await streamOf(store, 's')).toHaveLength(1);
  });

  it('may be done twice, and leaves nothing in the write-ahead log', async () => {
    open();
    await store.append('s', 'no_stream', someEvents(1));
    await Promise.all([store.close(), store.close()]);
    await store.close();
    expect(readFileSync(`${path}-wal`)).toHaveLength(0);
  });

  it('leaves a store that says so, whatever is asked of it', async () => {
    open();
    const waiting = store.subscribe({}, new AbortController().signal).next();
    await nextTurn();
    await store.close();
    const uses = [
      () => waiting,
      () => store.append('s', 'any', someEvents(1)),
      () => store.head(),
      () => store.identity(),
      () => store.readStream('s').next(),
      () => store.readAll().next(),
      () => store.subscribe({}, new AbortController().signal).next(),
      () => store.audit().next(),
    ];
    for (const use of uses) expect(await failureOf(use())).toBeInstanceOf(StoreClosed);
  });
});
