import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres } from './server.js';

/** A server to test with, or why there is none. */
export type TestPostgres = { url: string } | { missing: string };

/** The one process of a test run that lives from its beginning to its end: Jest, or the one that has the tests itself. */
const RUN = process.argv[1]?.includes('jest-worker') ? process.ppid : process.pid;

/**
 * The PostgreSQL of this test run: the one that `KEPT_TEST_POSTGRES` names — an address, or a directory of binaries —, or
 * one that whoever needs it first starts for all. It ends with the run.
 */
export async function testPostgres(): Promise<TestPostgres> {
  const named = process.env['KEPT_TEST_POSTGRES'];
  if (named?.startsWith('postgres')) return { url: named };
  const directory = join(tmpdir(), `kept-postgres-of-${RUN}`);
  if (await isFirst(directory)) await tell(directory, await started(directory, named));
  return heard(directory);
}

async function started(directory: string, binaries: string | undefined): Promise<TestPostgres> {
  try {
    const { url } = await startPostgres({ directory, binaries, owner: RUN });
    return { url };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** One of the workers is: the one that makes the directory. */
async function isFirst(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
    return true;
  } catch {
    return false;
  }
}

async function tell(directory: string, server: TestPostgres): Promise<void> {
  await writeFile(join(directory, 'draft'), JSON.stringify(server));
  await rename(join(directory, 'draft'), join(directory, 'server.json'));
}

async function heard(directory: string): Promise<TestPostgres> {
  const file = join(directory, 'server.json');
  while (!existsSync(file)) await wait(20);
  return JSON.parse(await readFile(file, 'utf8')) as TestPostgres;
}
