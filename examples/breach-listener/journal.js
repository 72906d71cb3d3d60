import { createReadStream } from 'node:fs';
import { mkdir, open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * The ids of deliveries that were seen, a line each, so that one that comes again — after a restart, too — is told from a
 * new one.
 */
export async function openJournal(directory) {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'seen.txt');
  const file = await open(path, 'a');
  const seen = await seenIn(path);
  const underWay = new Map();

  async function write(id) {
    await file.appendFile(`${id}\n`);
    await file.datasync();
    seen.add(id);
    underWay.delete(id);
    return true;
  }

  return {
    get size() {
      return seen.size;
    },
    /** @returns whether the delivery is new, once that is on disk */
    async note(id) {
      if (seen.has(id)) return false;
      const before = underWay.get(id);
      if (before) return before.then(() => false);
      const writing = write(id);
      underWay.set(id, writing);
      writing.catch(() => underWay.delete(id));
      return writing;
    },
  };
}

/** A last line that was cut off, when the machine went down, was not acknowledged: it is forgotten. */
async function seenIn(path) {
  const seen = new Set();
  let whole = 0;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    seen.add(line);
    whole += line.length + 1;
  }
  const file = await open(path, 'r');
  const { size } = await file.stat();
  await file.close();
  if (size < whole) {
    const [cut] = [...seen].slice(-1);
    seen.delete(cut);
    await truncate(path, whole - cut.length - 1);
  }
  return seen;
}
