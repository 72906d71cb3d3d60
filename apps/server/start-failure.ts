import { SecretsKeyProblem } from '#kept/application';
import { JournalRefused } from '#kept/delivery';
import { DemoRefused } from '#kept/demo';
import { StoreNotOpened } from '#kept/event-store';
import { PlaceUnknown } from '#kept/workspace';
import { CommanderError } from 'commander';
import { type Config, ConfigRefused } from './config/config.js';
import { EXIT } from './exit-codes.js';

/** Why the server did not start, in sentences that say what to change. */
export interface StartFailure {
  sentences: readonly string[];
  exitCode: number;
}

/** @param config absent where not even that was understood */
export function startFailure(error: unknown, config?: Pick<Config, 'data' | 'host' | 'port'>): StartFailure {
  // Commander has said its own already.
  if (error instanceof CommanderError)
    return { sentences: [], exitCode: error.exitCode === 0 ? EXIT.done : EXIT.usage };
  if (error instanceof ConfigRefused) return { sentences: error.problems, exitCode: EXIT.usage };
  if (error instanceof DemoRefused)
    return { sentences: [error.message, 'Name another directory with --data.'], exitCode: EXIT.usage };
  if (error instanceof JournalRefused) return { sentences: [`${error.message}.`], exitCode: EXIT.usage };
  if (error instanceof PlaceUnknown) return { sentences: [error.message], exitCode: EXIT.usage };
  if (error instanceof SecretsKeyProblem) return ofSecrets(error);
  if (error instanceof StoreNotOpened) return ofStore(error);
  const sentences = (config && ofSystem(error, config)) ?? [
    `It did not start: ${error instanceof Error ? error.message : String(error)}`,
    'KEPT_DEBUG=1 shows where.',
  ];
  return { sentences: [...sentences, ...traceOf(error)], exitCode: EXIT.failed };
}

/** Deliveries would stop without a word: better nobody starts without knowing. */
const ofSecrets = ({ message }: SecretsKeyProblem): StartFailure => ({
  sentences: [message, 'If it is lost, end the subscriptions that were sealed with it: `npx kept subscriptions end`.'],
  exitCode: EXIT.usage,
});

function ofStore({ code, message }: StoreNotOpened): StartFailure {
  switch (code) {
    case 'damaged':
      return {
        sentences: [message, 'Run `npx kept verify` to see where, and restore the file from a backup.'],
        exitCode: EXIT.unsound,
      };
    case 'not-accessible':
      return {
        sentences: [message, 'Another program may have it locked, or its disk may be full or read-only.'],
        exitCode: EXIT.failed,
      };
    default:
      return { sentences: [message, 'Name another directory with --data.'], exitCode: EXIT.failed };
  }
}

/** What the operating system refuses, and what SQLite makes of it. */
function ofSystem(error: unknown, { data, host, port }: Pick<Config, 'data' | 'host' | 'port'>): string[] | undefined {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return [`Port ${port} of ${host} is taken by another program.`, 'Stop that one, or choose another with --port.'];
  if (syscall === 'listen' && code === 'EACCES')
    return [`Port ${port} may not be used by you.`, 'Choose one from 1024 on with --port.'];
  if (code === 'EADDRNOTAVAIL' || syscall === 'getaddrinfo')
    return [`${host} is no address of this machine.`, 'Choose another with --host; 0.0.0.0 is all there are.'];
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENOSPC'].includes(code))
    return [`The directory ${data} cannot be made or written (${code}).`, 'Mend that, or name another with --data.'];
  if (code.startsWith('SQLITE_'))
    return [
      `The read model in ${data} cannot be opened (${code}).`,
      'Is there room on its disk, and may it be written? It can be deleted: it is built anew from the ledger.',
    ];
  return undefined;
}

const traceOf = (error: unknown): string[] =>
  process.env['KEPT_DEBUG'] && error instanceof Error && error.stack ? [error.stack] : [];
