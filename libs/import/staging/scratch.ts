import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

/** The scratch files of this process's imports that are under way. */
const living = new Set<string>();

const NAME = /^import-scratch-(\d+)-[0-9a-f]{8}$/;

// This build of SQLite sorts in memory unless told to use files: 200 MB more for a million rows.
const SCHEMA = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -16000;
  PRAGMA temp_store = FILE;
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY, stream TEXT, opening INTEGER, at INTEGER, rank INTEGER, type TEXT, data TEXT,
    file INTEGER, line INTEGER);
  CREATE TABLE partners (
    input TEXT, key TEXT, number INTEGER, cells TEXT, PRIMARY KEY (input, key)) WITHOUT ROWID;
  BEGIN`;

/** A database that lives as long as one import. */
export interface Scratch {
  db: Database.Database;
  remove: () => void;
}

/**
 * Opens a new scratch database in the data directory. It need not survive a crash — the import is simply run again —
 * so nothing is journalled or synced, and what a killed import left behind is removed here.
 */
export function openScratch(dataDir: string): Scratch {
  mkdirSync(dataDir, { recursive: true });
  removeLeftovers(dataDir);
  const name = `import-scratch-${process.pid}-${randomBytes(4).toString('hex')}`;
  living.add(name);
  const directory = join(dataDir, name);
  mkdirSync(directory);
  const db = new Database(join(directory, 'scratch.sqlite'));
  db.exec(SCHEMA);
  return {
    db,
    remove: () => {
      db.close();
      rmSync(directory, { recursive: true, force: true });
      living.delete(name);
    },
  };
}

function removeLeftovers(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !living.has(name) && !isRunning(Number(owner)))
      rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Whether another process of that id runs. In a container every run has the same id: our own means an earlier run. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
