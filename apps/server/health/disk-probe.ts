import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** About what a commit needs at least. */
const SOME = Buffer.alloc(65_536, 1);

/** Whether something can be written in a directory, and is on its disk then. */
export async function canWriteIn(directory: string): Promise<boolean> {
  const path = join(directory, `.probe-${process.pid}`);
  try {
    const file = await open(path, 'w');
    try {
      await file.write(SOME);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch {
    return false;
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
