import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { follow, openReadModel, Pace } from '#kept/read-model';
import { parentPort, workerData } from 'node:worker_threads';
import { type FollowerOrder, type FollowerReport, type ProjectorPlaces } from './messages.js';

/** Milliseconds between two looks for what the other threads have recorded: what a question waits for at most. */
const POLL = 15;

/** Milliseconds that entries gather where many come and nobody waits for them. Others need the core meanwhile. */
const REST = 250;

// Projects what other threads and processes record, until it is told to stop.
const { ledger, readModel: place } = workerData as ProjectorPlaces;
const store = openSqliteEventStore(ledger, { readOnly: true, pollInterval: POLL });
const readModel = await openReadModel(place);
const stopping = new AbortController();
const pace = new Pace(REST);
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
