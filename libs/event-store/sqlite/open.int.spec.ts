import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { failureOf, streamOf } from '../conformance/helpers.js';
import { StoreNotOpened, StoreUnavailable } from '../errors.js';
import { someEvents } from '../testing/events.js';
import { openSqliteEventStore, type SqliteEventStoreOptions } from './index.js';

let directory: string;
const file = (name: string): string => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kept-open-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function refusal(path: string, options?: SqliteEventStoreOptions): StoreNotOpened {
  try {
    openSqliteEventStore(path, options);
  } catch (error) {
    if (error instanceof StoreNotOpened) return error;
    throw error;
  }
  throw new Error(`${path} should not have opened`);
}

async function aLedger(name: string): Promise<string> {
  const store = openSqliteEventStore(file(name));
  await store.append('commitment-1', 'no_stream', someEvents(3));
  await store.close();
  return file(name);
}

describe('opening the embedded store', () => {
  it('creates a ledger where there is nothing, and finds it there again', async () => {
    const store = openSqliteEventStore(file('new.db'));
    const identity = await store.identity();
    await store.append('commitment-1', 'no_stream', someEvents(2));
    await store.close();
    const again = openSqliteEventStore(file('new.db'));
    expect(await again.identity()).toBe(identity);
    expect(await streamOf(again, 'commitment-1')).toHaveLength(2);
    await again.close();
  });

  it('gives every ledger an identity of its own', async () => {
    const stores = ['one.db', 'two.db'].map((name) => openSqliteEventStore(file(name)));
    const identities = await Promise.all(stores.map((store) => store.identity()));
    expect(new Set(identities).size).toBe(2);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('takes a name that means something in a URI', async () => {
    const path = await aLedger('100% #1?mode=memory.db');
    expect(existsSync(path)).toBe(true);
    const store = openSqliteEventStore(path, { readOnly: true });
    expect(await streamOf(store, 'commitment-1')).toHaveLength(3);
    await store.close();
  });

  it('refuses another program’s database, and leaves it as it is', () => {
    const db = new Database(file('other.db'));
    db.exec('CREATE TABLE t (a)');
    db.close();
    const before = readFileSync(file('other.db'));
    expect(refusal(file('other.db'))).toMatchObject({ code: 'not-a-ledger' });
    expect(readFileSync(file('other.db')).equals(before)).toBe(true);
  });

  it('refuses a file that is no database, and leaves it as it is', () => {
    writeFileSync(file('notes.txt'), 'a promise is a promise '.repeat(100));
    expect(refusal(file('notes.txt'))).toMatchObject({ code: 'not-a-ledger' });
    expect(readFileSync(file('notes.txt'), 'utf8')).toMatch(/^a promise/);
  });

  it('refuses a ledger of a newer Kept', async () => {
    const path = await aLedger('newer.db');
    const db = new Database(path);
    db.exec('UPDATE store SET schema_version = 99');
    db.close();
    expect(refusal(path)).toMatchObject({ code: 'newer-schema', message: expect.stringContaining('schema 99') });
  });

  it('says that a directory is missing, or that a directory is no file', async () => {
    expect(refusal(file('missing/ledger.db'))).toMatchObject({ code: 'not-accessible' });
    await mkdir(file('directory.db'));
    expect(refusal(file('directory.db'))).toMatchObject({ code: 'not-accessible' });
  });

  it('says that a ledger is damaged where it cannot even be opened', async () => {
    const path = await aLedger('damaged.db');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, 100, 1_000));
    expect(refusal(path)).toMatchObject({ code: 'damaged', message: expect.stringContaining('run the audit') });
  });
});

describe('the embedded store, read only', () => {
  it('reads what is there, and takes nothing', async () => {
    const store = openSqliteEventStore(await aLedger('read-only.db'), { readOnly: true });
    expect(await streamOf(store, 'commitment-1')).toHaveLength(3);
    const error = await failureOf(store.append('commitment-1', 'any', someEvents(1)));
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ reason: 'read-only', outcome: 'rejected' });
    await store.close();
  });

  it('creates nothing', () => {
    expect(refusal(file('absent.db'), { readOnly: true })).toMatchObject({ code: 'not-accessible' });
    expect(existsSync(file('absent.db'))).toBe(false);
  });
});
