import { type EventStore } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { catchUp, openReadModel, type ReadModel } from '#kept/read-model';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS_PER_COMMITMENT, writeLog } from './believable-log.js';
import { inScratch } from './scratch.js';

/** Commitments; the large size takes minutes to write and to project. */
export const COMMITMENTS = process.env['KEPT_BENCH_FULL'] ? 1_000_000 : 100_000;

/** What the goals, which are for a million, come to for this size: what takes time is in proportion to it. */
export const inProportion = (milliseconds: number): number => (milliseconds * COMMITMENTS) / 1_000_000;

export interface LargeLedger {
  store: EventStore;
  model: ReadModel;
}

/**
 * A projected ledger of so many commitments, for the time of the work. `KEPT_BENCH_DIR` names a directory in which it
 * stays for the next time.
 */
export async function withLargeLedger<T>(work: (ledger: LargeLedger) => Promise<T>): Promise<T> {
  const place = process.env['KEPT_BENCH_DIR'];
  if (place === undefined) return inScratch((directory) => opened(directory, work));
  mkdirSync(place, { recursive: true });
  return opened(place, work);
}

async function opened<T>(directory: string, work: (ledger: LargeLedger) => Promise<T>): Promise<T> {
  const ledger = join(directory, `ledger-${COMMITMENTS}.db`);
  const isThere = existsSync(ledger);
  const store = openSqliteEventStore(ledger);
  if (!isThere)
    await writeLog(store, { events: COMMITMENTS * EVENTS_PER_COMMITMENT, customers: Math.round(COMMITMENTS / 50) });
  const model = await openReadModel(join(directory, `read-model-${COMMITMENTS}.db`));
  try {
    await catchUp(model, store);
    return await work({ store, model });
  } finally {
    await model.close();
    await store.close();
  }
}
