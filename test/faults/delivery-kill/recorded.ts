import Database from 'libsql';
import { join } from 'node:path';

/** An event of a ledger, read past all of our own code. */
export interface Recorded {
  id: string;
  position: number;
  stream: string;
  revision: number;
  type: string;
  data: Record<string, unknown>;
}

/** Everything in the embedded ledger of a directory, in its order. */
export function recordedIn(data: string): Recorded[] {
  const db = new Database(join(data, 'ledger.db'), { readonly: true });
  try {
    const events = db.prepare('SELECT id, position, stream, revision, type, data FROM events ORDER BY position');
    return (events.all([]) as (Omit<Recorded, 'data'> & { data: string })[]).map((event) => ({
      ...event,
      data: JSON.parse(event.data) as Recorded['data'],
    }));
  } finally {
    db.close();
  }
}
