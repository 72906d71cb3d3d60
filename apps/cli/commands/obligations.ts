import { owingJson } from '#kept/answers';
import { AskBreaches, AskObligations } from '#kept/application';
import { OBLIGATION_STATES, OBLIGATIONS } from '#kept/domain';
import { type ObligationsList, type ObligationsQuestion } from '#kept/read-model';
import { printData, say } from '#kept/terminal';
import { inWorkspace } from '#kept/workspace';
import { Command } from 'commander';
import { gathered, momentFrom, momentOrNow, wordsFrom, zoneFrom } from '../arguments.js';
import { type Format, formatted } from '../output/formats.js';
import { obligationColumns, obligationLines } from '../output/obligation-columns.js';
import { refresh, type UseCases, withUseCases } from '../use-cases.js';
import { outputOption } from './output-option.js';

interface ListOptions {
  data: string;
  obligation?: string[];
  state?: string[];
  team?: string[];
  customer?: string;
  owner?: string;
  kind?: string;
  segment?: string;
  from?: string;
  to?: string;
  tz: string;
  at?: string;
  limit: string;
  cursor?: string;
  output: Format;
}

/** `kept obligations`: what is still owed, the most urgent first. */
export function obligationsCommand(): Command {
  return listCommand('obligations')
    .option('--state <state>', `in a state: ${OBLIGATION_STATES.join(', ')}; default open,breached`, gathered)
    .action((options: ListOptions) =>
      show(options, ({ queries }, asked) => queries.execute(new AskObligations(asked))),
    );
}

/** `kept breaches`: what was not done in time, the latest first. */
export function breachesCommand(): Command {
  return listCommand('breaches').action((options: ListOptions) =>
    show(options, async ({ queries }, asked) => {
      const list = await queries.execute(new AskBreaches(asked));
      if (list.undeclared > 0)
        say(
          `note: ${list.undeclared} more commitments have a deadline that passed unmet; \`kept watch\` declares them`,
        );
      return list;
    }),
  );
}

function listCommand(name: string): Command {
  return new Command(name)
    .option('--obligation <kind>', `of a kind: ${OBLIGATIONS.join(', ')}; may be repeated`, gathered)
    .option('--team <team>', 'of a team; may be repeated', gathered)
    .option('--customer <customer>', 'of a customer')
    .option('--owner <owner>', 'of an owner')
    .option('--kind <kind>', 'of commitments of a kind')
    .option('--segment <segment>', 'of a segment')
    .option('--from <moment>', 'from this moment on, in the order of the list')
    .option('--to <moment>', 'before this moment, in the order of the list')
    .option('--tz <zone>', 'time zone of what is given and shown', 'UTC')
    .option('--at <moment>', 'how far time has run; default now')
    .option('--limit <count>', 'commitments a page, 1 to 200', '50')
    .option('--cursor <cursor>', 'the next page')
    .addOption(outputOption());
}

async function show(
  options: ListOptions,
  asking: (useCases: UseCases, question: ObligationsQuestion) => Promise<ObligationsList>,
): Promise<void> {
  const { data, output, tz } = options;
  await inWorkspace(data, {}, async (workspace) => {
    const question = questionFrom(options);
    await refresh(workspace);
    const { rows, next, position, at } = await withUseCases(workspace, (useCases) => asking(useCases, question));
    const lines = obligationLines(rows.map((row) => owingJson(row, at)));
    await printData(formatted(lines, output, obligationColumns(zoneFrom(tz))));
    if (next !== undefined) say(`there are more: --cursor ${next}`);
    if (output === 'table') say(`as known at position ${position}`);
  });
}

function questionFrom(options: ListOptions): ObligationsQuestion {
  const { obligation, state, team, customer, owner, kind, segment, from, to, tz, at, limit, cursor } = options;
  const zone = zoneFrom(tz);
  return {
    at: momentOrNow(at, zone, '--at'),
    limit: Number(limit),
    ...(obligation && { obligation: wordsFrom(obligation, OBLIGATIONS, '--obligation') }),
    ...(state && { state: wordsFrom(state, OBLIGATION_STATES, '--state') }),
    ...(team && { team }),
    ...(customer !== undefined && { customer }),
    ...(owner !== undefined && { owner }),
    ...(kind !== undefined && { kind }),
    ...(segment !== undefined && { segment }),
    ...(from !== undefined && { from: momentFrom(from, zone, '--from') }),
    ...(to !== undefined && { to: momentFrom(to, zone, '--to') }),
    ...(cursor !== undefined && { cursor }),
  };
}
