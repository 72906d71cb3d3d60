import { BASIS_WORDS, type BasisWord, rateJson, SIDE_BY_SIDE } from '#kept/answers';
import { AskRates } from '#kept/application';
import { CHOICE_KEYS, SLICE_KEYS } from '#kept/read-model';
import { printData, say } from '#kept/terminal';
import { inWorkspace, type Workspace } from '#kept/workspace';
import { Command } from 'commander';
import { choicesFrom, gathered, momentFrom, momentOrNow, positionFrom, wordsFrom, zoneFrom } from '../arguments.js';
import { type Format, formatted } from '../output/formats.js';
import { rateColumns } from '../output/rate-columns.js';
import { refresh, withUseCases } from '../use-cases.js';
import { outputOption } from './output-option.js';

interface RatesOptions {
  data: string;
  by: string[];
  where: string[];
  basis?: string[];
  from?: string;
  to?: string;
  tz: string;
  at?: string;
  asOf?: string;
  output: Format;
}

/** `kept rates`: how many promises were kept, on which basis, and how sure that is. */
export function ratesCommand(): Command {
  return new Command('rates')
    .option('--by <slice>', `slice by ${SLICE_KEYS.join(', ')}; may be repeated`, gathered, [])
    .option('--where <choice>', `only those with ${CHOICE_KEYS[0]}=…, …; may be repeated`, gathered, [])
    .option(
      '--basis <basis>',
      `judge by ${Object.keys(BASIS_WORDS).join(', ')}; default ${SIDE_BY_SIDE.join(',')}`,
      gathered,
    )
    .option('--from <moment>', 'dues from this moment on')
    .option('--to <moment>', 'dues before this moment')
    .option('--tz <zone>', 'time zone of the period and of months', 'UTC')
    .option('--at <moment>', 'how far time had run; default now')
    .option('--as-of <position>', 'what was known: everything up to this position')
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Several bases side by side all cover the commitments whose first due falls in the period; one basis alone uses its
own due. A moment is 2026-03-02, "2026-03-02 08:00" (both in --tz) or 2026-03-02T08:00:00+08:00.`,
    )
    .action(async (options: RatesOptions) => {
      await inWorkspace(options.data, {}, async (workspace) => {
        await refresh(workspace);
        const { rows, notes, position, at } = await ask(workspace, options);
        await printData(formatted(rows.map(rateJson), options.output, rateColumns(rows)));
        for (const { text } of notes) say(`note: ${text}`);
        if (options.output === 'table') say(`as known at position ${position}, at ${at}`);
      });
    });
}

function ask(workspace: Workspace, { by, where, basis = [...SIDE_BY_SIDE], from, to, tz, at, asOf }: RatesOptions) {
  const zone = zoneFrom(tz);
  const bases = wordsFrom(basis, Object.keys(BASIS_WORDS) as BasisWord[], '--basis').map((word) => BASIS_WORDS[word]);
  const question = new AskRates({
    bases,
    by: wordsFrom(by, SLICE_KEYS, '--by'),
    where: choicesFrom(where, CHOICE_KEYS, '--where'),
    timeZone: zone,
    at: momentOrNow(at, zone, '--at'),
    ...(from !== undefined && { from: momentFrom(from, zone, '--from') }),
    ...(to !== undefined && { to: momentFrom(to, zone, '--to') }),
    ...(asOf !== undefined && { asOf: positionFrom(asOf) }),
  });
  return withUseCases(workspace, ({ queries }) => queries.execute(question));
}
