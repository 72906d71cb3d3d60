import { createRequire } from 'node:module';
import { Command } from 'commander';
import { dataOption } from './commands/data-option.js';

function version(): string {
  const { version: number } = createRequire(import.meta.url)('#package') as { version: string };
  return number;
}

interface Known {
  /** What it is for, as the list of all commands says it. */
  about: string;
  load: () => Promise<Command>;
}

const ON_DATA: Record<string, Known> = {
  demo: {
    about: 'Fill a ledger with eighteen months of a believable service company, and show what it says.',
    load: async () => (await import('./commands/demo.js')).demoCommand(),
  },
  import: {
    about: 'Record the promises of CSV or JSONL files, through a mapping that says what their columns mean.',
    load: async () => (await import('./commands/import.js')).importCommand(),
  },
  rates: {
    about: 'Show fulfilment rates, on several bases side by side.',
    load: async () => (await import('./commands/rates.js')).ratesCommand(),
  },
  history: {
    about: 'Show what a customer had reason to expect at each moment, and what each entry changed.',
    load: async () => (await import('./commands/history.js')).historyCommand(),
  },
  obligations: {
    about: 'Show what is still owed: the most urgent first, by deadline.',
    load: async () => (await import('./commands/obligations.js')).obligationsCommand(),
  },
  breaches: {
    about: 'Show the breaches that stand: the latest first.',
    load: async () => (await import('./commands/obligations.js')).breachesCommand(),
  },
  'obligation-rates': {
    about: 'Show how many obligations were met in time, done late, or missed, by kind.',
    load: async () => (await import('./commands/obligation-rates.js')).obligationRatesCommand(),
  },
  watch: {
    about:
      'Declare what deadlines have passed unmet, and warn of those that are near; a running server does so itself.',
    load: async () => (await import('./commands/watch.js')).watchCommand(),
  },
  explain: {
    about: 'Show why each deadline of a commitment is when it is: rules, calendars, pauses, versions.',
    load: async () => (await import('./commands/explain.js')).explainCommand(),
  },
  verify: {
    about: 'Re-read every stored byte and re-hash every chain; compare the read model with a fresh replay.',
    load: async () => (await import('./commands/verify.js')).verifyCommand(),
  },
  rebuild: {
    about: 'Make projections anew from the ledger; the old ones answer until the new ones are complete.',
    load: async () => (await import('./commands/rebuild.js')).rebuildCommand(),
  },
  status: {
    about: 'Show where the log ends and how far each projection has come.',
    load: async () => (await import('./commands/status.js')).statusCommand(),
  },
  backup: {
    about: 'Write the ledger, as it is at this moment, into another file, and verify that. Nobody has to stop.',
    load: async () => (await import('./commands/backup.js')).backupCommand(),
  },
  restore: {
    about: 'Make a ledger of a backup, in a directory that has none.',
    load: async () => (await import('./commands/backup.js')).restoreCommand(),
  },
};

/** Their own commands take the directory, or there is none. */
const OTHERS: Record<string, Known> = {
  keys: {
    about: 'Issue, list, rotate and revoke the keys to the HTTP API.',
    load: async () => (await import('./commands/keys.js')).keysCommand(),
  },
  subscriptions: {
    about: 'Open, list, pause, rotate, replay and end subscriptions.',
    load: async () => (await import('./commands/subscriptions.js')).subscriptionsCommand(),
  },
  calendar: {
    about: 'Import, publish and show the working time of a team, and explain deadlines in it.',
    load: async () => (await import('./commands/calendar.js')).calendarCommand(),
  },
  policy: {
    about: 'Publish and show the rules a team promises by, and apply them to promises already made.',
    load: async () => (await import('./commands/policy.js')).policyCommand(),
  },
  copy: {
    about: 'Copy a ledger into another store: same events, same order, same hashes. Begun again, it goes on.',
    load: async () => (await import('./commands/copy.js')).copyCommand(),
  },
};

/**
 * The `kept` command, with the command that the words ask for: most of what a start costs is loading, and one needs a third
 * of what all of them do. Where the words name none, as in `kept --help`, all of them by name, and none is loaded.
 * @param words what follows `kept` on the command line
 */
export async function programFor(words: readonly string[]): Promise<Command> {
  const program = new Command('kept')
    .version(version())
    .description('A ledger of the promises a company makes to its customers.')
    .exitOverride()
    // A command's own --version is the version of what it names.
    .enablePositionalOptions()
    .showHelpAfterError('Run `kept --help`, or `kept help <command>`.');
  const commands = { ...ON_DATA, ...OTHERS };
  const asked = words[0] === 'help' ? words[1] : words[0];
  if (asked !== undefined && Object.hasOwn(commands, asked)) {
    const { about, load } = commands[asked]!;
    const command = (await load()).description(about);
    if (Object.hasOwn(ON_DATA, asked)) command.addOption(dataOption());
    return program.addCommand(command.exitOverride());
  }
  for (const [name, { about }] of Object.entries(commands))
    program.addCommand(new Command(name).description(about).exitOverride());
  return program;
}
