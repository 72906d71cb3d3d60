import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { follow, openReadModel } from '#kept/read-model';
import { parentPort, workerData } from 'node:worker_threads';
import { type FollowerReport, type ProjectorPlaces } from './messages.js';

/** Milliseconds between two looks for what the other threads have recorded: what a question waits for at most. */
const POLL = 15;

// Projects what other threads and processes record, until it is told to stop.
const { ledger, readModel: place } = workerData as ProjectorPlaces;
const store = openSqliteEventStore(ledger, { readOnly: true, pollInterval: POLL });
const readModel = await openReadModel(place);
const stopping = new AbortController();
parentPort!.once('message', () => stopping.abort());

await follow(readModel, store, stopping.signal, {
  reached: (position) => parentPort!.postMessage({ reached: String(position) } satisfies FollowerReport),
});
await readModel.close();
await store.close();
parentPort!.close();
