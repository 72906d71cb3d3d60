import { createRequire } from 'node:module';
import { Command } from 'commander';
import { dataOption } from './commands/data-option.js';

function version(): string {
  const { version: number } = createRequire(import.meta.url)('#package') as { version: string };
  return number;
}

type Load = () => Promise<Command>;

const ON_DATA: Record<string, Load> = {
  demo: async () => (await import('./commands/demo.js')).demoCommand(),
  import: async () => (await import('./commands/import.js')).importCommand(),
  rates: async () => (await import('./commands/rates.js')).ratesCommand(),
  history: async () => (await import('./commands/history.js')).historyCommand(),
  obligations: async () => (await import('./commands/obligations.js')).obligationsCommand(),
  breaches: async () => (await import('./commands/obligations.js')).breachesCommand(),
  'obligation-rates': async () => (await import('./commands/obligation-rates.js')).obligationRatesCommand(),
  watch: async () => (await import('./commands/watch.js')).watchCommand(),
  explain: async () => (await import('./commands/explain.js')).explainCommand(),
  verify: async () => (await import('./commands/verify.js')).verifyCommand(),
  rebuild: async () => (await import('./commands/rebuild.js')).rebuildCommand(),
  status: async () => (await import('./commands/status.js')).statusCommand(),
  backup: async () => (await import('./commands/backup.js')).backupCommand(),
  restore: async () => (await import('./commands/backup.js')).restoreCommand(),
};

/** Their own commands take the directory, or there is none. */
const OTHERS: Record<string, Load> = {
  keys: async () => (await import('./commands/keys.js')).keysCommand(),
  subscriptions: async () => (await import('./commands/subscriptions.js')).subscriptionsCommand(),
  calendar: async () => (await import('./commands/calendar.js')).calendarCommand(),
  policy: async () => (await import('./commands/policy.js')).policyCommand(),
  copy: async () => (await import('./commands/copy.js')).copyCommand(),
};

/**
 * The `kept` command, with the command that the words ask for: most of what a start costs is loading, and one needs a third
 * of what all of them do. With all of them where the words name none, as for `kept --help`.
 * @param words what follows `kept` on the command line
 */
export async function programFor([asked]: readonly string[]): Promise<Command> {
  const program = new Command('kept')
    .version(version())
    .description('A ledger of the promises a company makes to its customers.')
    .exitOverride()
    // A command's own --version is the version of what it names.
    .enablePositionalOptions()
    .showHelpAfterError('Run `kept --help`, or `kept help <command>`.');
  const commands = { ...ON_DATA, ...OTHERS };
  const names = asked !== undefined && Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
  for (const name of names) {
    const command = await commands[name]!();
    if (Object.hasOwn(ON_DATA, name)) command.addOption(dataOption());
    program.addCommand(command.exitOverride());
  }
  return program;
}
