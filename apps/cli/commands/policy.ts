import { policyJson } from '#kept/answers';
import { Ledger, Teams } from '#kept/application';
import { NO_POLICY } from '#kept/domain';
import { printData, say } from '#kept/terminal';
import { inWorkspace } from '#kept/workspace';
import { Command } from 'commander';
import { versionFrom } from '../calendar/edition-file.js';
import { byOwner, registered, teamWith } from '../calendar/team-calendars.js';
import { type Format, formatted } from '../output/formats.js';
import { readRules } from '../policy/policy-file.js';
import { RULE_COLUMNS, ruleRows } from '../policy/policy-tables.js';
import { preview, reapply } from '../policy/preview.js';
import { UsageError } from '../usage-error.js';
import { refresh, withUseCases } from '../use-cases.js';
import { dataOption } from './data-option.js';
import { outputOption } from './output-option.js';

interface Options {
  data: string;
  output: Format;
  version?: string;
  all?: boolean;
  dryRun?: boolean;
}

/**
 * `kept policy`: the rules a team promises by. A version is published once; promises keep the one they were made under,
 * until somebody decides to reapply another, and sees first what that would change.
 */
export function policyCommand(): Command {
  const policy = new Command('policy').enablePositionalOptions();
  for (const command of [publishCommand(), showCommand(), previewCommand(), reapplyCommand()])
    policy.addCommand(command.addOption(dataOption()).exitOverride());
  return policy;
}

function publishCommand(): Command {
  return new Command('publish')
    .description('Publish a version of the rules. It is in force for promises made from now on.')
    .argument('<team>', 'the team’s id')
    .argument('<file>', 'the rules as JSON, as `kept policy show -o json` prints them')
    .option('--version <version>', 'the version to publish them as; default: the name of the file')
    .action(async (id: string, file: string, { data, version = versionFrom(file) }: Options) => {
      const rules = await readRules(file);
      await inWorkspace(data, {}, async ({ store }) => {
        const teams = new Teams(new Ledger(store));
        await registered(teams, id);
        await teams.submit(id, { type: 'PublishPolicy', data: { version, rules } }, byOwner());
      });
      say(
        `Policy ${version} is in force for ${id}. Promises already made keep theirs: kept policy preview ${id} ${version}`,
      );
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('Show the rules of a version. As JSON they can be published again.')
    .argument('<team>', 'the team’s id')
    .argument('[version]', 'which; default: the one in force')
    .addOption(outputOption())
    .action(async (id: string, asked: string | undefined, { data, output }: Options) => {
      const { policies, policy } = await teamWith(data, id);
      const version = asked ?? policy ?? NO_POLICY;
      const rules = version === NO_POLICY && policies.size === 0 ? {} : policies.get(version);
      if (!rules)
        throw new UsageError(`No policy “${version}” was published.`, `There are: ${[...policies.keys()].join(', ')}.`);
      if (output === 'json') return printData(`${JSON.stringify(policyJson(rules), null, 2)}\n`);
      await printData(formatted(ruleRows(rules), output, RULE_COLUMNS));
      say(
        `${version}${version === policy ? ', in force' : ''}; published: ${[...policies.keys()].join(', ') || 'none'}`,
      );
    });
}

const EVERYTHING = ['--all', 'also the commitments that are settled; default: those still open'] as const;

function previewCommand(): Command {
  return new Command('preview')
    .description('Show which outcomes and deadlines a version would change, and for whom. Nothing is recorded.')
    .argument('<team>', 'the team’s id')
    .argument('<version>', 'which')
    .option(...EVERYTHING)
    .addOption(outputOption())
    .action((team: string, version: string, options: Options) => run(team, version, { ...options, dryRun: true }));
}

function reapplyCommand(): Command {
  return new Command('reapply')
    .description('Judge promises already made by a version from now on. Again, it changes nothing.')
    .argument('<team>', 'the team’s id')
    .argument('<version>', 'which')
    .option(...EVERYTHING)
    .option('--dry-run', 'only show what it would change, as `kept policy preview` does')
    .addOption(outputOption())
    .action(run);
}

async function run(
  team: string,
  version: string,
  { data, output, all = false, dryRun = false }: Options,
): Promise<void> {
  await inWorkspace(data, {}, async (workspace) => {
    await refresh(workspace);
    const whole = { team, version, commitments: all ? ('all' as const) : ('open' as const) };
    await withUseCases(workspace, (useCases) => (dryRun ? preview(useCases, whole, output) : reapply(useCases, whole)));
    if (!dryRun) await refresh(workspace);
  });
}
