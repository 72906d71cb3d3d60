import { openReadModel, PROJECTIONS, rebuild } from '#kept/read-model';
import { progressBar, say } from '#kept/terminal';
import { inWorkspace, readModelAt } from '#kept/workspace';
import { Command } from 'commander';
import { UsageError } from '../usage-error.js';

/** `kept rebuild`: makes projections anew from the ledger. The old ones answer until the new ones are complete. */
export function rebuildCommand(): Command {
  const names = PROJECTIONS.map(({ name }) => name);
  return new Command('rebuild')
    .argument('[projection]', `one of ${names.join(', ')}; default all`)
    .action((name: string | undefined, { data }: { data: string }) =>
      inWorkspace(data, {}, async ({ places, store }) => {
        const chosen = PROJECTIONS.filter((projection) => name === undefined || projection.name === name);
        if (chosen.length === 0)
          throw new UsageError(`There is no projection “${String(name)}”.`, `Choose from: ${names.join(', ')}.`);
        const readModel = await openReadModel(readModelAt(places.readModel), chosen);
        const progress = progressBar('rebuilding', 'events');
        const began = performance.now();
        let events = 0;
        try {
          const position = await rebuild(readModel, store, {
            progress: (now) => {
              ({ events } = now);
              progress.update(events, events + Number(now.head - now.position));
            },
          });
          progress.stop();
          const seconds = (performance.now() - began) / 1_000;
          const what = chosen.map((projection) => projection.name).join(', ');
          say(
            `rebuilt ${what} from ${events.toLocaleString('en')} events in ${seconds.toFixed(1)} s, up to position ${String(position)}`,
          );
        } finally {
          progress.stop();
          await readModel.close();
        }
      }),
    );
}
