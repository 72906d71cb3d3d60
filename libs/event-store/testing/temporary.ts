import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type EventStore } from '../port.js';
import { openSqliteEventStore } from '../sqlite/index.js';

export interface TemporaryEventStore {
  store: EventStore;
  /** The file of the ledger, in a directory of its own. */
  path: string;
  /** Another handle on the same file, as another process would have it. Closed together with the first. */
  reopen: () => Promise<EventStore>;
  /** Closes every handle and removes the directory. */
  close: () => Promise<void>;
}

/** A real embedded store in a temporary directory, for tests: there is no fake that behaves differently. */
export async function openTemporaryEventStore(): Promise<TemporaryEventStore> {
  const directory = await mkdtemp(join(tmpdir(), 'kept-'));
  const path = join(directory, 'ledger.db');
  const open = (): EventStore => openSqliteEventStore(path, { pollInterval: 5 });
  const handles = [open()];
  return {
    store: handles[0] as EventStore,
    path,
    reopen: () => {
      const another = open();
      handles.push(another);
      return Promise.resolve(another);
    },
    close: async () => {
      for (const handle of handles) await handle.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
