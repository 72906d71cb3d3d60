import { deadlinesJson, spanJson } from '#kept/answers';
import { ExplainDeadlines, type ExplainedObligation, type ExplainedReckoning } from '#kept/application';
import { stateAt, type TimeZone } from '#kept/domain';
import { printData, say } from '#kept/terminal';
import { inWorkspace } from '#kept/workspace';
import { Command } from 'commander';
import { momentOrNow, zoneFrom } from '../arguments.js';
import { explanationNotes, explanationTable } from '../calendar/explanation-table.js';
import { type Format, formatted } from '../output/formats.js';
import { clockTime } from '../output/times.js';
import { UsageError } from '../usage-error.js';
import { withUseCases } from '../use-cases.js';
import { outputOption } from './output-option.js';

interface ExplainOptions {
  data: string;
  at?: string;
  tz: string;
  output: Format;
}

/** `kept explain <commitment>`: why each of its deadlines is when it is. */
export function explainCommand(): Command {
  return new Command('explain')
    .argument('<commitment>', 'the commitment’s id')
    .option('--at <moment>', 'how far time had run; default now')
    .option('--tz <zone>', 'show times in this zone', 'UTC')
    .addOption(outputOption())
    .action(async (commitment: string, { data, at, tz, output }: ExplainOptions) => {
      const zone = zoneFrom(tz);
      await inWorkspace(data, {}, async (workspace) => {
        const explained = await withUseCases(workspace, ({ queries }) =>
          queries.execute(new ExplainDeadlines(commitment, momentOrNow(at, zone, '--at'))),
        );
        if (!explained)
          throw new UsageError(`There was no commitment “${commitment}” by then.`, 'Ids are matched exactly.');
        const json = deadlinesJson(explained);
        if (output === 'json') return printData(`${JSON.stringify(json, null, 2)}\n`);
        if (output !== 'table') return printData(formatted(json.obligations, output, []));
        for (const one of explained.obligations) await printData(`${inWords(one, explained.at, zone)}\n`);
        const { policy, calendar } = explained;
        say(`by policy ${policy}${calendar === undefined ? '' : ` and calendar ${calendar}`}`);
      });
    });
}

function inWords(
  { obligation, reckonings }: ExplainedObligation,
  at: Parameters<typeof stateAt>[1],
  zone: TimeZone,
): string {
  const { kind, deadline, since, stoppedAt } = obligation;
  const last = Math.max(
    since,
    Math.min(...reckonings.map(({ tooLate, moment, at: from }) => (tooLate ? from : moment))),
  );
  return [
    `${kind}: ${clockTime(deadline, zone)}, ${stateAt(obligation, at)}`,
    ...reckonings.flatMap((one) => reckoningWords(one, zone)),
    ...(last === since && reckonings.length > 0 ? [`  not before the entry itself, ${clockTime(since, zone)}`] : []),
    ...(deadline !== last ? [`  moved to ${clockTime(deadline, zone)} by pauses of the clock`] : []),
    ...(stoppedAt === undefined ? [] : [`  the clock stands still since ${clockTime(stoppedAt, zone)}`]),
  ].join('\n');
}

const FROM = { due: 'the due', start: 'the start', entry: 'it happened' } as const;

function reckoningWords(
  { rule, from, at, length, direction, moment, tooLate, explanation }: ExplainedReckoning,
  zone: TimeZone,
): string[] {
  const span = spanJson(length);
  const counted = typeof span === 'string' ? span : Object.entries(span).flat().join(' ');
  return [
    `  ${rule}: ${counted} ${direction} ${FROM[from]}, ${clockTime(at, zone)}, is ${clockTime(moment, zone)}${tooLate ? ': too late, so it is the due itself' : ''}`,
    ...(explanation ? indented(explanationTable(explanation, zone)) : []),
    ...(explanation ? explanationNotes(explanation, zone).map((note) => `      ${note}`) : []),
  ];
}

const indented = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `      ${line}`);
