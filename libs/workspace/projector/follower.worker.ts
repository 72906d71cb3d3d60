import { follow, openReadModel, Pace } from '#kept/read-model';
import { parentPort, workerData } from 'node:worker_threads';
import { openEventStoreAt, type Places, readModelAt } from '../places.js';
import { type FollowerOrder, type FollowerReport } from './messages.js';

/** Milliseconds between two looks for what the other threads have recorded: what a question waits for at most. */
const POLL = 15;

/** Milliseconds from batch to batch where many entries come and nobody waits for them. Others need the core meanwhile. */
const BATCH_EVERY = 400;

// Projects what other threads and processes record, until it is told to stop.
const places = workerData as Places;
const store = await openEventStoreAt(places.eventStore, { readOnly: true, pollInterval: POLL });
const readModel = await openReadModel(readModelAt(places.readModel));
const stopping = new AbortController();
const pace = new Pace(BATCH_EVERY);
parentPort!.on('message', (order: FollowerOrder) => {
  if (order === 'stop') stopping.abort();
  else pace.hurry();
});

await follow(readModel, store, stopping.signal, {
  pace,
  reached: (position) => parentPort!.postMessage({ reached: String(position) } satisfies FollowerReport),
});
await readModel.close();
await store.close();
parentPort!.close();
