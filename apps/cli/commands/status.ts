import { type ProjectionStatus, status } from '#kept/read-model';
import { printData, say } from '#kept/terminal';
import { inWorkspace, shownPlace } from '#kept/workspace';
import { Command } from 'commander';
import { type Column, type Format, formatted } from '../output/formats.js';
import { outputOption } from './output-option.js';

const COLUMNS: Column<ProjectionStatus>[] = [
  { heading: 'projection', cell: ({ projection }) => projection },
  { heading: 'version', cell: ({ version }) => String(version), align: 'right' },
  { heading: 'state', cell: ({ state }) => state },
  { heading: 'checkpoint', cell: ({ checkpoint }) => checkpoint, align: 'right' },
  { heading: 'head', cell: ({ head }) => head, align: 'right' },
  { heading: 'behind', cell: ({ lag }) => String(lag), align: 'right' },
  { heading: 'parked', cell: ({ parked }) => String(parked.length), align: 'right' },
];

/** `kept status`: where the log ends, and how far each projection has come. Changes nothing. */
export function statusCommand(): Command {
  return new Command('status').addOption(outputOption()).action((options: { data: string; output: Format }) =>
    inWorkspace(options.data, {}, async ({ places, store, readModel }) => {
      const projections = await status(readModel, store);
      await printData(formatted(projections, options.output, COLUMNS));
      if (options.output !== 'table') return;
      say(
        `ledger ${await store.identity()} in ${shownPlace(places.eventStore)}, head at ${String(await store.head())}`,
      );
      for (const { projection, parked } of projections)
        for (const { stream, position, error, skipped } of parked)
          say(`parked by ${projection}: ${stream} at ${position}: ${error} (${skipped} later events passed over)`);
      if (projections.length === 0) say('nothing has been projected yet; any question will do it');
    }),
  );
}
