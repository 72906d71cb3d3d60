import { standingSteps } from '#kept/answers';
import { AskHistory, AskRates } from '#kept/application';
import { DEMO_NOW, DEMO_SIZE, fillDemo, STORY } from '#kept/demo';
import { timeZone } from '#kept/domain';
import { printData, progressBar } from '#kept/terminal';
import { inWorkspace } from '#kept/workspace';
import { Command, InvalidArgumentError } from 'commander';
import { historyTables } from '../history/history-tables.js';
import { formatted } from '../output/formats.js';
import { rateColumns } from '../output/rate-columns.js';
import { recording, refresh, type UseCases, withUseCases } from '../use-cases.js';

const SHANGHAI = timeZone('Asia/Shanghai');

interface DemoCommandOptions {
  data: string;
  seed: number;
  commitments: number;
}

/** `kept demo`: fills a ledger with eighteen months of a service company, and shows what it says. */
export function demoCommand(): Command {
  return new Command('demo')
    .option('--seed <number>', 'another seed, another company', wholeNumber, DEMO_SIZE.seed)
    .option('--commitments <number>', 'how many promises', wholeNumber, DEMO_SIZE.commitments)
    .action(async ({ data, seed, commitments }: DemoCommandOptions) => {
      await inWorkspace(data, { create: true }, async (workspace) => {
        const { events } = await withUseCases(workspace, ({ commands }) =>
          recording(workspace, (recorded) => {
            const bar = progressBar('recording', 'commitments');
            const progress = (made: number, total: number): void => bar.update(made, total);
            const filled = fillDemo(workspace.store, commands, { size: { seed, commitments }, recorded, progress });
            return filled.finally(() => bar.stop());
          }),
        );
        await refresh(workspace);
        await printData(
          events === 0
            ? `The demo was here already; nothing changed.\n\n`
            : `Recorded ${events.toLocaleString('en')} events in ${data}.\n\n`,
        );
        await withUseCases(workspace, async (useCases) => {
          await printData(await ratesText(useCases));
          await printData(await storyText(useCases));
        });
        await printData(nextSteps(data));
      });
    });
}

async function ratesText({ queries }: UseCases): Promise<string> {
  const question = {
    bases: ['as-first-promised', 'as-last-agreed', 'as-planned'] as const,
    timeZone: SHANGHAI,
    at: DEMO_NOW,
  };
  const { rows } = await queries.execute(new AskRates(question));
  return (
    `How many promises were kept — as first promised, as the customer was last told, and as planned,\n` +
    `which is all that a help desk with one due date would see:\n\n` +
    `${formatted(rows, 'table', rateColumns(rows))}\n`
  );
}

async function storyText({ queries }: UseCases): Promise<string> {
  const question = { at: DEMO_NOW };
  const [story, twin] = await Promise.all(
    [STORY.customer, STORY.twin.customer].map((customer) => queries.execute(new AskHistory(customer, question))),
  );
  return (
    `The story of ${STORY.customer} (华东机电): told “tomorrow”, displaced overnight by an emergency, and nobody called.\n\n` +
    `${historyTables(story!, standingSteps(story!), SHANGHAI)}\n` +
    `The same night at ${STORY.twin.customer} (立信纺织), with one phone call:\n\n` +
    `${historyTables(twin!, standingSteps(twin!), SHANGHAI)}\n`
  );
}

function nextSteps(data: string): string {
  const where = data === './data' ? '' : ` --data ${data}`;
  const at = '2026-06-30T18:00:00+08:00';
  return (
    `Go on with:\n` +
    `  npx kept rates --by team --basis first,last,planned --at ${at}${where}\n` +
    `  npx kept rates --by month --tz Asia/Shanghai --at ${at}${where}\n` +
    `  npx kept history ${STORY.customer} --known-at 2026-06-01${where}\n` +
    `  npx kept watch${where}\n` +
    `  npx kept explain ${STORY.commitment} --tz Asia/Shanghai${where}\n` +
    `  npx kept verify${where}\n`
  );
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 10_000_000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 10,000,000.');
  return value;
}
