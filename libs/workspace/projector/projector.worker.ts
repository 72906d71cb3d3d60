import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { catchUp, openReadModel } from '#kept/read-model';
import { parentPort, workerData } from 'node:worker_threads';
import { type Nudge, type ProjectorPlaces } from './messages.js';

// Projects what another thread records, whenever it is nudged, and ends when it is told that there is no more.
const { ledger, readModel: place } = workerData as ProjectorPlaces;
const store = openSqliteEventStore(ledger, { readOnly: true });
const readModel = await openReadModel(place);

let work = Promise.resolve();
parentPort!.on('message', (nudge: Nudge) => {
  work = work.then(async () => {
    await catchUp(readModel, store);
    if (nudge === 'no more') await end();
  });
  // A failure ends the thread, and the thread that started it hears why.
  work.catch((error: unknown) => {
    throw error;
  });
});

async function end(): Promise<void> {
  await readModel.close();
  await store.close();
  parentPort!.close();
}
