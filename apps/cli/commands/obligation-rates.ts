import { AskObligationRates } from '#kept/application';
import { CHOICE_KEYS, type ObligationRateAnswer, SLICE_KEYS } from '#kept/read-model';
import { printData, say } from '#kept/terminal';
import { inWorkspace } from '#kept/workspace';
import { Command } from 'commander';
import { choicesFrom, gathered, momentFrom, momentOrNow, wordsFrom, zoneFrom } from '../arguments.js';
import { type Column, type Format, formatted } from '../output/formats.js';
import { refresh, withUseCases } from '../use-cases.js';
import { outputOption } from './output-option.js';

interface ObligationRatesOptions {
  data: string;
  by: string[];
  where: string[];
  from?: string;
  to?: string;
  tz: string;
  at?: string;
  output: Format;
}

/** `kept obligation-rates`: how many notices were given, calls made and promises kept by their deadlines. */
export function obligationRatesCommand(): Command {
  return new Command('obligation-rates')
    .option('--by <slice>', `slice by ${SLICE_KEYS.join(', ')}; may be repeated`, gathered, [])
    .option('--where <choice>', `only those with ${CHOICE_KEYS[0]}=…, …; may be repeated`, gathered, [])
    .option('--from <moment>', 'of commitments first due from this moment on')
    .option('--to <moment>', 'of commitments first due before this moment')
    .option('--tz <zone>', 'time zone of the period and of months', 'UTC')
    .option('--at <moment>', 'how far time has run, not before the last entry; default now')
    .addOption(outputOption())
    .action(async (options: ObligationRatesOptions) => {
      const { by, where, from, to, tz, at } = options;
      const zone = zoneFrom(tz);
      await inWorkspace(options.data, {}, async (workspace) => {
        await refresh(workspace);
        const question = new AskObligationRates({
          by: wordsFrom(by, SLICE_KEYS, '--by'),
          where: choicesFrom(where, CHOICE_KEYS, '--where'),
          timeZone: zone,
          at: momentOrNow(at, zone, '--at'),
          ...(from !== undefined && { from: momentFrom(from, zone, '--from') }),
          ...(to !== undefined && { to: momentFrom(to, zone, '--to') }),
        });
        const answer = await withUseCases(workspace, ({ queries }) => queries.execute(question));
        await printData(formatted(answer.rows, options.output, columnsFor(answer.rows)));
        for (const { text } of answer.notes) say(`note: ${text}`);
        if (options.output === 'table') say(`as known at position ${answer.position}, at ${answer.at}`);
      });
    });
}

const COUNTS = ['met', 'late', 'missed', 'open', 'superseded', 'void', 'undetermined'] as const;

function columnsFor(rows: readonly ObligationRateAnswer[]): Column<ObligationRateAnswer>[] {
  return [
    ...Object.keys(rows[0]?.slice ?? {}).map((key): Column<ObligationRateAnswer> => ({
      heading: key,
      cell: ({ slice }) => slice[key as keyof typeof slice] ?? '–',
    })),
    { heading: 'obligation', cell: ({ obligation }) => obligation },
    { heading: 'rate', cell: ({ rate }) => percent(rate), align: 'right' },
    { heading: '95 % interval', cell: ({ low, high }) => (low === null ? '' : `${percent(low)} – ${percent(high)}`) },
    { heading: 'of', cell: ({ denominator }) => denominator.toLocaleString('en'), align: 'right' },
    ...COUNTS.map((count): Column<ObligationRateAnswer> => ({
      heading: count,
      cell: (row) => row[count].toLocaleString('en'),
      align: 'right',
    })),
  ];
}

const percent = (rate: number | null): string => (rate === null ? 'no data' : `${(rate * 100).toFixed(2)} %`);
