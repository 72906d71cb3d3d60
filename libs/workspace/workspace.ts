import { type EventStore } from '#kept/event-store';
import { openReadModel, type ReadModel } from '#kept/read-model';
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileAt, openEventStoreAt, type Places, placesOf, readModelAt } from './places.js';

/** Everything of one data directory. Nothing outside it is touched, unless its places are elsewhere. */
export interface Workspace {
  directory: string;
  places: Places;
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

export interface WorkspaceOptions {
  /** Whether an empty ledger may be made where there is none. */
  create?: boolean;
  /** Default: files in the directory, or what the environment says. */
  places?: Places;
}

/**
 * Opens a data directory.
 * @throws NoLedger, StoreNotOpened, PlaceUnknown
 */
export async function openWorkspace(
  directory: string,
  { create = false, places = placesOf(directory) }: WorkspaceOptions = {},
): Promise<Workspace> {
  const place = resolve(directory);
  if (!create) mustHoldLedger(place, places);
  mkdirSync(place, { recursive: true });
  const store = await openEventStoreAt(places.eventStore);
  try {
    const readModel = await openReadModel(readModelAt(places.readModel));
    const close = async (): Promise<void> => {
      try {
        await readModel.close();
      } finally {
        await store.close();
      }
    };
    return { directory: place, places, store, readModel, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens a data directory, does the work, and closes it, whatever happens. */
export async function inWorkspace<T>(
  directory: string,
  options: WorkspaceOptions,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const workspace = await openWorkspace(directory, options);
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

/** Of a server nobody knows before it is asked. @throws NoLedger */
export function mustHoldLedger(directory: string, { eventStore }: Places): void {
  const file = fileAt(eventStore);
  if (file !== undefined && !existsSync(file)) throw new NoLedger(directory);
}
