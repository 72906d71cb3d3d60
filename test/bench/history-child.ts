import { instant } from '#kept/domain';
import { customerHistory, openReadModel } from '#kept/read-model';
import { type HistoryTimes } from './history.bench.js';
import { timed } from './report.js';

/** Runs as a server does: arguments are a read model, a customer and the rounds. */
const [readModel, customer, rounds] = process.argv.slice(2) as [string, string, string];

/** After everything that was recorded. */
const AT = instant(Date.UTC(2030, 0, 1));

const model = await openReadModel(readModel);
const asked: HistoryTimes = { entries: 0, commitments: 0, times: [] };
for (let round = 0; round < Number(rounds); round += 1)
  asked.times.push(
    await timed(async () => {
      const history = await customerHistory(model, customer, { at: AT });
      asked.entries = history.steps.length;
      asked.commitments = history.commitments.length;
    }),
  );
await model.close();
process.stdout.write(JSON.stringify(asked));
