import { openSession } from '#kept/postgres';
import { describe } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '../../../../../test/support/postgres/shared.js';
import { type JournalDatabase } from '../database/database.js';
import { postgresJournal } from '../database/postgres.js';
import { sqliteJournal } from '../database/sqlite.js';

/** A database that tests can have as many empty journals in as they like. */
export interface TestDatabase {
  name: string;
  /** How often a law is tried that is tried so many times where everything is in one process. */
  runs: (times: number) => number;
  newPlace: () => TestPlace;
}

/** Where one journal may be; `leave` removes it. */
export interface TestPlace {
  /** A handle on it, as any process has one. */
  database: () => JournalDatabase;
  leave: () => Promise<void>;
}

export const sqliteFiles: TestDatabase = {
  name: 'SQLite',
  runs: (times) => times,
  newPlace: () => {
    const directory = mkdtempSync(join(tmpdir(), 'kept-journal-'));
    return {
      database: () => sqliteJournal(join(directory, 'delivery.db')),
      leave: () => rm(directory, { recursive: true }),
    };
  },
};

/** Each is the memory of whoever opens it. */
export const sqliteMemory: TestDatabase = {
  ...sqliteFiles,
  newPlace: () => ({ database: () => sqliteJournal(':memory:'), leave: () => Promise.resolve() }),
};

/** Each place is a schema. */
export const postgresSchemas = (url: string): TestDatabase => ({
  name: 'PostgreSQL',
  runs: (times) => Math.ceil(times / 8),
  newPlace: () => {
    const schema = `kept_${randomUUID().replaceAll('-', '')}`;
    return {
      database: () => postgresJournal(url, schema),
      leave: async () => {
        const session = await openSession(url, { lost: () => undefined });
        await session.query(`drop schema if exists ${schema} cascade`);
        await session.close();
      },
    };
  },
});

const postgres = await testPostgres();
if ('missing' in postgres) process.stderr.write(`Not tested on PostgreSQL: ${postgres.missing}\n`);

/** The PostgreSQL of this run; `undefined` where there is none. */
export const POSTGRES: TestDatabase | undefined = 'url' in postgres ? postgresSchemas(postgres.url) : undefined;

/** The same tests on every database: on one that cannot be had here they are counted as skipped. */
export function onEveryDatabase(
  title: string,
  tests: (database: TestDatabase) => void,
  sqlite: TestDatabase = sqliteFiles,
): void {
  describe(`${title}, on SQLite`, () => tests(sqlite));
  (POSTGRES ? describe : describe.skip)(`${title}, on PostgreSQL`, () => tests(POSTGRES ?? sqlite));
}
