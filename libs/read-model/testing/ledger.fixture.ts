import { describe } from '@jest/globals';
import { type EventStore } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Projection } from '../projection.js';
import { engineAt } from '../engine/open.js';
import { openReadModel, type ReadModel } from '../read-model.js';
import { POSTGRES, sqliteFiles, type TestDatabase } from './databases.fixture.js';
import { type Fuse, withFuse } from './faults.fixture.js';

/** A real store and a real read model, in a directory of their own. */
export interface TestLedger {
  store: EventStore;
  model: ReadModel;
  directory: string;
  /** Of the read model: a file, or an address. */
  place: string;
  /** Another handle on the same read model, as another process would have it. */
  openAgain: (projections?: readonly Projection[], fuse?: Fuse) => Promise<ReadModel>;
  close: () => Promise<void>;
}

export async function openLedger(database: TestDatabase = sqliteFiles): Promise<TestLedger> {
  const directory = await mkdtemp(join(tmpdir(), 'kept-'));
  const store = openSqliteEventStore(join(directory, 'ledger.db'), { pollInterval: 5 });
  const { place, leave } = await database.newPlace(directory);
  const models = [await openReadModel(place)];
  return {
    store,
    model: models[0]!,
    directory,
    place,
    openAgain: async (projections, fuse = { statements: undefined }) => {
      const model = await openReadModel(withFuse(engineAt(place), fuse), projections);
      models.push(model);
      return model;
    },
    close: async () => {
      for (const model of models) await model.close();
      await leave();
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Opens a ledger for a piece of work, and closes it whatever happens. */
export async function withLedger<T>(work: (ledger: TestLedger) => Promise<T>, database?: TestDatabase): Promise<T> {
  const ledger = await openLedger(database);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** As {@link withLedger}, with the read model in one database or another. */
export type WithLedger = <T>(work: (ledger: TestLedger) => Promise<T>) => Promise<T>;

/** The same tests on every database: on one that cannot be had here they are counted as skipped. */
export function onEveryDatabase(title: string, tests: (withLedger: WithLedger, database: TestDatabase) => void): void {
  const on = (database: TestDatabase) => (): void => tests((work) => withLedger(work, database), database);
  describe(`${title}, on SQLite`, on(sqliteFiles));
  (POSTGRES ? describe : describe.skip)(`${title}, on PostgreSQL`, on(POSTGRES ?? sqliteFiles));
}
