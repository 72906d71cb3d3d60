import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The one process of a test run that lives from its beginning to its end: Jest, or the one that has the tests itself. */
export const RUN = process.argv[1]?.includes('jest-worker') ? process.ppid : process.pid;

/**
 * What all processes of a run share: whoever needs it first starts it, and tells the others.
 * @param start is given a directory that is new; what it starts removes it at the end
 */
export async function oneForTheRun<T>(name: string, start: (directory: string) => Promise<T>): Promise<T> {
  const directory = join(tmpdir(), `kept-${name}-of-${RUN}`);
  if (await isFirst(directory)) await tell(directory, await start(directory));
  return heard(directory);
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

async function tell(directory: string, what: unknown): Promise<void> {
  await writeFile(join(directory, 'draft'), JSON.stringify(what));
  await rename(join(directory, 'draft'), join(directory, 'server.json'));
}

async function heard<T>(directory: string): Promise<T> {
  const file = join(directory, 'server.json');
  while (!existsSync(file)) await wait(20);
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

/**
 * Where a server must be had, a test that is skipped for want of one is a failure: `KEPT_TEST_SERVERS=required`.
 * @throws what is missing
 */
export function orRequired<T extends object>(server: T | { missing: string }): T | { missing: string } {
  if ('missing' in server && process.env['KEPT_TEST_SERVERS'] === 'required') throw new Error(server.missing);
  return server;
}
