import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A part of a database in which nobody else is. */
export interface TestSchema {
  /** The address of the server, at which this part is what there is. */
  url: string;
  /** Removes it with everything in it. */
  leave: () => Promise<void>;
}

/** Makes a new one. */
export async function newSchema(server: string): Promise<TestSchema> {
  const schema = `kept_${randomUUID().replaceAll('-', '')}`;
  await execute(server, `create schema ${schema}`);
  const place = new URL(server);
  place.searchParams.set('options', `-c search_path=${schema}`);
  const leave = (): Promise<void> =>
    execute(server, `drop schema ${schema} cascade; drop schema if exists ${schema}_deliveries cascade`);
  return { url: place.href, leave };
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
