import { instant } from '#kept/domain';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { catchUp, customerHistory, openReadModel } from '#kept/read-model';
import { join } from 'node:path';
import { writeLog } from './believable-log.js';
import { type Measured, median, thousands, timed } from './report.js';
import { inScratch } from './scratch.js';

/** Ten customers, of whom the first has a good quarter of everything, in between the others'. */
const LOG = { events: 40_000, customers: 10 };
const CUSTOMER = 'customer-0000';
const ENTRIES = 10_000;
const ROUNDS = 25;
const WARM_UP = 5;
const MILLISECONDS = 30;
/** After everything that was recorded. */
const AT = instant(Date.UTC(2030, 0, 1));

/** The whole history of a customer with ten thousand entries, from the read model. */
export async function benchHistory(): Promise<Measured[]> {
  return inScratch(async (directory) => {
    const store = openSqliteEventStore(join(directory, 'ledger.db'));
    await writeLog(store, LOG);
    const model = await openReadModel(join(directory, 'read-model.db'));
    await catchUp(model, store);
    const times: number[] = [];
    let entries = 0;
    let commitments = 0;
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1)
      times.push(
        await timed(async () => {
          const history = await customerHistory(model, CUSTOMER, { at: AT });
          entries = history.steps.length;
          commitments = history.commitments.length;
        }),
      );
    await model.close();
    await store.close();
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
  });
}
