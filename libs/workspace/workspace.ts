import { type EventStore } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { openReadModel, type ReadModel } from '#kept/read-model';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Everything of one data directory. Nothing outside it is touched. */
export interface Workspace {
  directory: string;
  store: EventStore;
  readModel: ReadModel;
  close(): Promise<void>;
}

/** There is nothing to read where somebody looked for a ledger. */
export class NoLedger extends Error {
  constructor(readonly directory: string) {
    super(`There is no ledger in ${directory}.`);
    this.name = 'NoLedger';
  }
}

export function ledgerFile(directory: string): string {
  return join(directory, 'ledger.db');
}

export function readModelFile(directory: string): string {
  return join(directory, 'read-model.db');
}

/**
 * Opens a data directory.
 * @param create whether an empty ledger may be made where there is none
 * @throws NoLedger, StoreNotOpened
 */
export async function openWorkspace(directory: string, { create = false } = {}): Promise<Workspace> {
  const place = resolve(directory);
  if (create) mkdirSync(place, { recursive: true });
  else mustHoldLedger(place);
  const store = openSqliteEventStore(ledgerFile(place));
  try {
    const readModel = await openReadModel(readModelFile(place));
    const close = async (): Promise<void> => {
      try {
        await readModel.close();
      } finally {
        await store.close();
      }
    };
    return { directory: place, store, readModel, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens a data directory, does the work, and closes it, whatever happens. */
export async function inWorkspace<T>(
  directory: string,
  options: { create?: boolean },
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const workspace = await openWorkspace(directory, options);
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

/** @throws NoLedger */
export function mustHoldLedger(directory: string): void {
  if (!existsSync(ledgerFile(directory))) throw new NoLedger(directory);
}
