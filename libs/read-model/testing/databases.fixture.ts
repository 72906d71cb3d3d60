import { join } from 'node:path';
import { newSchema } from '../../../test/support/postgres/schemas.js';
import { testPostgres } from '../../../test/support/postgres/shared.js';

export { execute } from '../../../test/support/postgres/schemas.js';

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
      const { url: place, leave } = await newSchema(url);
      return { place, leave };
    },
  };
}

const postgres = await testPostgres();
if ('missing' in postgres) process.stderr.write(`Not tested on PostgreSQL: ${postgres.missing}\n`);

/** The PostgreSQL of this run; `undefined` where there is none. */
export const POSTGRES: TestDatabase | undefined = 'url' in postgres ? postgresSchemas(postgres.url) : undefined;
