import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What is to be started, and how it is known to be ready: by an address that answers, or by what it has said so often. */
export interface Wanted {
  image: string;
  port: number;
  environment: Record<string, string>;
  ready: { path: string } | { log: string; times: number };
}

export type Container = { host: string; port: number } | { missing: string };

/**
 * A container that is removed when a process has ended, however that came.
 * @param directory goes with it
 * @returns where it is; where none can be had, why
 */
export async function startContainer(wanted: Wanted, owner: number, directory: string): Promise<Container> {
  const keeper = spawn(
    process.execPath,
    [join(import.meta.dirname, 'keeper.mjs'), String(owner), directory, JSON.stringify(wanted)],
    { detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  keeper.unref();
  try {
    for await (const line of createInterface(keeper.stdout)) return JSON.parse(line) as Container;
    return { missing: `nobody could start a container of ${wanted.image}` };
  } finally {
    keeper.stdout.destroy();
  }
}
