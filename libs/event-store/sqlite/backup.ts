import { existsSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CopyRefused } from '../errors.js';
import { connect, openReadOnly } from './connection.js';

/**
 * Writes a ledger's file, as it is at this moment, into another one. Whoever writes to it goes on meanwhile, also other
 * processes: what is recorded after the beginning is not in the backup. The file appears under its name when it is whole.
 *
 * @throws CopyRefused `file-exists`; StoreNotOpened where the one is no ledger
 */
export async function backUpSqliteFile(path: string, target: string): Promise<void> {
  if (existsSync(target)) throw new CopyRefused('file-exists', `${target} is there already; name another file`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  // That it is a ledger, and one we know.
  connect(path, { readOnly: true, busyTimeout: 0 }).close();
  const db = openReadOnly(path);
  try {
    db.prepare('VACUUM INTO ?').run([partial]);
    // It is a ledger's file only with a write-ahead log of its own, which opening it makes.
    connect(partial, { readOnly: false, busyTimeout: 0 }).close();
    await sync(partial);
    await rename(partial, target);
    await sync(dirname(target));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    db.close();
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
