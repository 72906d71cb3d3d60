import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { testPostgres } from '../../../test/support/postgres/shared.js';

/** A database that tests can have as many empty places in as they like. */
export interface TestDatabase {
  name: string;
  /** How often a law is tried that is tried so many times where everything is in one process. */
  runs: (times: number) => number;
  /** Where a read model may be, and nobody else is; `leave` removes it. */
  newPlace: (directory: string) => Promise<{ place: string; leave: () => Promise<void> }>;
}

export const sqliteFiles: TestDatabase = {
  name: 'SQLite',
  runs: (times) => times,
  newPlace: (directory) => Promise.resolve({ place: join(directory, 'read-model.db'), leave: () => Promise.resolve() }),
};

/** Each place is a schema. */
export function postgresSchemas(url: string): TestDatabase {
  return {
    name: 'PostgreSQL',
    runs: (times) => Math.ceil(times / 4),
    newPlace: async () => {
      const schema = `kept_${randomUUID().replaceAll('-', '')}`;
      await execute(url, `create schema ${schema}`);
      const place = new URL(url);
      place.searchParams.set('options', `-c search_path=${schema}`);
      return { place: place.href, leave: () => execute(url, `drop schema ${schema} cascade`) };
    },
  };
}

/** One statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const postgres = await testPostgres();
if ('missing' in postgres) process.stderr.write(`Not tested on PostgreSQL: ${postgres.missing}\n`);

/** The PostgreSQL of this run; `undefined` where there is none. */
export const POSTGRES: TestDatabase | undefined = 'url' in postgres ? postgresSchemas(postgres.url) : undefined;
