import { type EventStore } from '#kept/event-store';
import { FileSharing, PostgresSharing, type Sharing } from '#kept/sharing';
import { type Places } from '#kept/workspace';
import { join } from 'node:path';

export interface SharingSurroundings {
  directory: string;
  places: Places;
  store: Pick<EventStore, 'identity'>;
  /** Told of what cannot be done now and is tried again. */
  failed: (error: unknown) => void;
}

/**
 * How the servers of a ledger share its work: they meet where what they write lies. On SQLite they are processes of one
 * machine, and one of them does it all.
 */
export async function sharingOf({ directory, places, store, failed }: SharingSurroundings): Promise<Sharing> {
  const meeting = [places.readModel].find((place) => place.startsWith('postgres'));
  if (meeting === undefined) return new FileSharing(join(directory, 'work.lock'));
  return new PostgresSharing({ url: meeting, ledger: await store.identity(), failed });
}
