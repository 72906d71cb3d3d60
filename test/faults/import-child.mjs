// A process to be killed: imports a file and prints every history whose recording was acknowledged, one a line.
// It halts where it would outrun who is to kill it: a hundred after the one at which that was to be done.
// With the argument `too-early` it is the mutant that acknowledges before the store has; it kills itself at the 500th,
// so that what it had promised by then is surely missing.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { halt } from './halt.mjs';

const dist = new URL('../../dist/', import.meta.url);
const load = (path) => import(new URL(path, dist).href);
const { Ledger, RecordHistoryHandler } = await load('libs/application/index.js');
const { runImport, readMapping } = await load('libs/import/index.js');
const { openSqliteEventStore } = await load('libs/event-store/sqlite/index.js');
const { openReadModel, catchUp } = await load('libs/read-model/index.js');

const [directory, file, mapping, mode, killAfter] = process.argv.slice(2);
const store = openSqliteEventStore(join(directory, 'ledger.db'));
const handler = new RecordHistoryHandler(new Ledger(store));
let acknowledged = 0;
function acknowledge({ kind, id }) {
  writeSync(1, `${kind}-${id}\n`);
  acknowledged += 1;
  if (mode === 'too-early' && acknowledged === 500) process.kill(process.pid, 'SIGKILL');
  if (acknowledged === Number(killAfter) + 100) halt();
}

await runImport({
  files: [file],
  mapping: await readMapping(mapping),
  dataDir: directory,
  recordedAt: Date.now(),
  actor: { id: 'import', role: 'integration' },
  record: async (history) => {
    if (mode === 'too-early') acknowledge(history.stream);
    const outcomes = await handler.execute(history);
    if (mode !== 'too-early') acknowledge(history.stream);
    return outcomes;
  },
});
const readModel = await openReadModel(join(directory, 'read-model.db'));
await catchUp(readModel, store);
await readModel.close();
await store.close();
