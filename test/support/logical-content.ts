import Database from 'libsql';
import { createHash } from 'node:crypto';

/**
 * What a read model says, whatever its files look like: per table, how many rows, and a hash of every row in the order of
 * their keys. Bookkeeping is left out: generations and their numbers differ between a rebuild and what it replaces.
 */
export function logicalContent(path: string): Record<string, string> {
  const db = new Database(path);
  try {
    const views = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name").all() as {
      name: string;
    }[];
    if (views.length === 0) throw new Error(`${path} shows no tables`);
    return Object.fromEntries(
      views.map(({ name }) => {
        const hash = createHash('sha256');
        let rows = 0;
        for (const row of db.prepare(`SELECT * FROM "${name}" ORDER BY position`).raw(true).iterate([])) {
          hash.update(`${JSON.stringify(row)}\n`);
          rows += 1;
        }
        return [name, `${rows} rows, ${hash.digest('hex')}`];
      }),
    );
  } finally {
    db.close();
  }
}
