// A process to be killed: builds a read model in small batches, and prints every position
// that was said to be stored, one a line. It halts where it would outrun who is to kill it: ten after the one at which
// that was to be done.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { halt } from './halt.mjs';

const dist = new URL('../../dist/', import.meta.url);
const load = (path) => import(new URL(path, dist).href);
const { openSqliteEventStore } = await load('libs/event-store/sqlite/index.js');
const { openReadModel, catchUp } = await load('libs/read-model/index.js');

const [directory, killAfter] = process.argv.slice(2);
const store = openSqliteEventStore(join(directory, 'ledger.db'), { readOnly: true });
const readModel = await openReadModel(join(directory, 'read-model.db'));
let stored = 0;
await catchUp(readModel, store, {
  batchSize: 50,
  progress: ({ position }) => {
    writeSync(1, `${position}\n`);
    stored += 1;
    if (stored === Number(killAfter) + 10) halt();
  },
});
await readModel.close();
await store.close();
