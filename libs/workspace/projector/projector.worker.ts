import { catchUp, openReadModel } from '#kept/read-model';
import { parentPort, workerData } from 'node:worker_threads';
import { openEventStoreAt, type Places, readModelAt } from '../places.js';
import { type Nudge } from './messages.js';

// Projects what another thread records, whenever it is nudged, and ends when it is told that there is no more.
const places = workerData as Places;
const store = await openEventStoreAt(places.eventStore, { readOnly: true });
const readModel = await openReadModel(readModelAt(places.readModel));

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
