import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^verify-(\d+)-\w+$/;

/** What this process is using. Process ids come again: a directory with our own may still be a dead one's. */
const inUse = new Set<string>();

/** Does the work in a new directory within `parent`, and removes it afterwards, whatever happens. */
export async function* inScratch<T>(parent: string, work: (directory: string) => AsyncGenerator<T>): AsyncGenerator<T> {
  const directory = await mkdtemp(join(parent, `verify-${process.pid}-`));
  inUse.add(directory);
  try {
    yield* work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
    inUse.delete(directory);
  }
}

/** Removes what verifications have left behind that did not live to remove it themselves. */
export async function removeStale(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(NAME.exec(name)?.[1]);
    const directory = join(parent, name);
    if (Number.isNaN(pid) || (pid === process.pid ? inUse.has(directory) : isAlive(pid))) continue;
    await rm(directory, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 only asks.
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
