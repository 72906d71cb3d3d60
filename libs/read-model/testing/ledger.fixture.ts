import { type EventStore } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Projection } from '../projection.js';
import { sqliteEngine } from '../engine/sqlite.js';
import { openReadModel, type ReadModel } from '../read-model.js';
import { type Fuse, withFuse } from './faults.fixture.js';

/** A real store and a real read model, in a directory of their own. */
export interface TestLedger {
  store: EventStore;
  model: ReadModel;
  directory: string;
  readModelFile: string;
  /** Another handle on the same read model, as another process would have it. */
  openAgain: (projections?: readonly Projection[], fuse?: Fuse) => Promise<ReadModel>;
  close: () => Promise<void>;
}

export async function openLedger(): Promise<TestLedger> {
  const directory = await mkdtemp(join(tmpdir(), 'kept-'));
  const store = openSqliteEventStore(join(directory, 'ledger.db'), { pollInterval: 5 });
  const readModelFile = join(directory, 'read-model.db');
  const models = [await openReadModel(readModelFile)];
  return {
    store,
    model: models[0]!,
    directory,
    readModelFile,
    openAgain: async (projections, fuse = { statements: undefined }) => {
      const model = await openReadModel(withFuse(sqliteEngine(readModelFile), fuse), projections);
      models.push(model);
      return model;
    },
    close: async () => {
      for (const model of models) await model.close();
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Opens a ledger for a piece of work, and closes it whatever happens. */
export async function withLedger<T>(work: (ledger: TestLedger) => Promise<T>): Promise<T> {
  const ledger = await openLedger();
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
