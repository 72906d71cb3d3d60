import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { catchUp, openReadModel } from '#kept/read-model';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NODE_OF_A_SERVER } from '../support/server-process.js';
import { writeLog } from './believable-log.js';
import { type Measured, median, thousands } from './report.js';
import { inScratch } from './scratch.js';

/** What one process was answered; milliseconds, in the order of the rounds. */
export interface HistoryTimes {
  entries: number;
  commitments: number;
  times: number[];
}

/** Ten customers, of whom the first has a good quarter of everything, in between the others'. */
const LOG = { events: 40_000, customers: 10 };
const CUSTOMER = 'customer-0000';
const ENTRIES = 10_000;
const ROUNDS = 25;
const WARM_UP = 5;
const MILLISECONDS = 30;

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('history-child.js', import.meta.url));

/** The whole history of a customer with ten thousand entries, from the read model. */
export async function benchHistory(): Promise<Measured[]> {
  const { entries, commitments, times } = await inScratch(async (directory) => {
    const place = join(directory, 'read-model.db');
    const store = openSqliteEventStore(join(directory, 'ledger.db'));
    await writeLog(store, LOG);
    const model = await openReadModel(place);
    await catchUp(model, store);
    await model.close();
    await store.close();
    const { stdout } = await run(process.execPath, [
      ...NODE_OF_A_SERVER,
      CHILD,
      place,
      CUSTOMER,
      String(WARM_UP + ROUNDS),
    ]);
    return JSON.parse(stdout) as HistoryTimes;
  });
  if (entries < ENTRIES) throw new Error(`the log has only ${entries} entries of ${CUSTOMER}`);
  const each = median(times.slice(WARM_UP));
  // In proportion, where the log has some more of them.
  const ofTenThousand = (each * ENTRIES) / entries;
  return [
    {
      what: `history of ${thousands(entries)} entries, ${thousands(commitments)} commitments`,
      result: `${each.toFixed(1)} ms`,
      reference: `first: ${times[0]!.toFixed(1)} ms`,
      goal: `< ${MILLISECONDS} ms for ${thousands(ENTRIES)}`,
      met: ofTenThousand < MILLISECONDS,
    },
  ];
}
