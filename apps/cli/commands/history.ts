import { commitmentJson, standingSteps, stepJson } from '#kept/answers';
import { AskHistory } from '#kept/application';
import { formatInstant, type TimeZone, UTC } from '#kept/domain';
import { type CustomerHistory } from '#kept/read-model';
import { printData, say } from '#kept/terminal';
import { inWorkspace } from '#kept/workspace';
import { Command } from 'commander';
import { momentFrom, momentOrNow, positionFrom, zoneFrom } from '../arguments.js';
import { historyTables } from '../history/history-tables.js';
import { type Format, formatted } from '../output/formats.js';
import { UsageError } from '../usage-error.js';
import { refresh, withUseCases } from '../use-cases.js';
import { outputOption } from './output-option.js';

interface HistoryOptions {
  data: string;
  at?: string;
  knownAt?: string;
  asOf?: string;
  tz?: string;
  output: Format;
}

/** `kept history <customer>`: what they had reason to expect at each moment, and what each entry changed. */
export function historyCommand(): Command {
  return new Command('history')
    .argument('<customer>', 'the customer’s id')
    .option('--at <moment>', 'how far time had run: later entries are left out; default now')
    .option('--known-at <moment>', 'what the ledger had learned by then; default everything')
    .option('--as-of <position>', 'what was known, by position: everything up to it')
    .option('--tz <zone>', 'show times in this zone; default the one they were spoken in')
    .addOption(outputOption())
    .action(async (customer: string, options: HistoryOptions) => {
      await inWorkspace(options.data, {}, async (workspace) => {
        const zone = options.tz === undefined ? undefined : zoneFrom(options.tz);
        const question = questionFrom(options, zone);
        await refresh(workspace);
        const history = await withUseCases(workspace, ({ queries }) =>
          queries.execute(new AskHistory(customer, question)),
        );
        if (history.steps.length === 0)
          throw new UsageError(`Nothing was known of a customer “${customer}” by then.`, 'Ids are matched exactly.');
        await printData(rendered(history, options.output, zone));
        if (options.output === 'table')
          say(`as known at position ${history.position}, at ${formatInstant(history.at)}`);
      });
    });
}

function questionFrom({ at, knownAt, asOf }: HistoryOptions, zone: TimeZone = UTC) {
  return {
    at: momentOrNow(at, zone, '--at'),
    ...(knownAt !== undefined && { knownAt: momentFrom(knownAt, zone, '--known-at') }),
    ...(asOf !== undefined && { asOf: positionFrom(asOf) }),
  };
}

/** JSON is the whole history; lines and CSV are its steps; the table is for reading. */
function rendered(history: CustomerHistory, format: Format, zone: TimeZone | undefined): string {
  const steps = standingSteps(history);
  switch (format) {
    case 'table':
      return historyTables(history, steps, zone);
    case 'json': {
      const { customer, at, knownAt, position, commitments } = history;
      const known = knownAt === undefined ? {} : { knownAt: formatInstant(knownAt) };
      return `${JSON.stringify(
        {
          customer,
          at: formatInstant(at),
          ...known,
          position,
          commitments: commitments.map(commitmentJson),
          steps: steps.map(stepJson),
        },
        null,
        2,
      )}\n`;
    }
    case 'jsonl':
    case 'csv':
      return formatted(steps.map(stepJson), format, []);
  }
}
