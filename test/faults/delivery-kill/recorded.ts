import { fileAt, openEventStoreAt, type Places } from '#kept/workspace';
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

/** Everything in a ledger, in its order: past our own code where it is in a file. */
export async function recordedAt({ eventStore }: Pick<Places, 'eventStore'>): Promise<Recorded[]> {
  const file = fileAt(eventStore);
  if (file !== undefined) return recordedInFile(file);
  const store = await openEventStoreAt(eventStore);
  try {
    const recorded: Recorded[] = [];
    for await (const events of store.readAll())
      for (const { id, position, stream, revision, type, data } of events)
        recorded.push({ id, position: Number(position), stream, revision: Number(revision), type, data });
    return recorded;
  } finally {
    await store.close();
  }
}

/** Everything in the embedded ledger of a directory, in its order. */
export const recordedIn = (data: string): Recorded[] => recordedInFile(join(data, 'ledger.db'));

function recordedInFile(file: string): Recorded[] {
  const db = new Database(file, { readonly: true });
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
