import { createRequire } from 'node:module';
import { Command } from 'commander';
import { dataOption } from './commands/data-option.js';
import { backupCommand, restoreCommand } from './commands/backup.js';
import { calendarCommand } from './commands/calendar.js';
import { copyCommand } from './commands/copy.js';
import { demoCommand } from './commands/demo.js';
import { explainCommand } from './commands/explain.js';
import { historyCommand } from './commands/history.js';
import { importCommand } from './commands/import.js';
import { keysCommand } from './commands/keys.js';
import { obligationRatesCommand } from './commands/obligation-rates.js';
import { breachesCommand, obligationsCommand } from './commands/obligations.js';
import { policyCommand } from './commands/policy.js';
import { ratesCommand } from './commands/rates.js';
import { rebuildCommand } from './commands/rebuild.js';
import { statusCommand } from './commands/status.js';
import { subscriptionsCommand } from './commands/subscriptions.js';
import { verifyCommand } from './commands/verify.js';
import { watchCommand } from './commands/watch.js';

function version(): string {
  const { version: number } = createRequire(import.meta.url)('#package') as { version: string };
  return number;
}

/** The `kept` command. */
export const program = new Command('kept')
  .version(version())
  .description('A ledger of the promises a company makes to its customers.')
  .exitOverride()
  // A command's own --version is the version of what it names.
  .enablePositionalOptions()
  .showHelpAfterError('Run `kept --help`, or `kept help <command>`.');

const commands = [
  demoCommand(),
  importCommand(),
  ratesCommand(),
  historyCommand(),
  obligationsCommand(),
  breachesCommand(),
  obligationRatesCommand(),
  watchCommand(),
  explainCommand(),
  verifyCommand(),
  rebuildCommand(),
  statusCommand(),
  backupCommand(),
  restoreCommand(),
];
for (const command of commands) program.addCommand(command.addOption(dataOption()).exitOverride());
// Their own commands take the directory, or there is none.
for (const command of [keysCommand(), subscriptionsCommand(), calendarCommand(), policyCommand(), copyCommand()])
  program.addCommand(command.exitOverride());
