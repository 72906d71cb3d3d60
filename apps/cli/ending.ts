import { SecretsKeyProblem } from '#kept/application';
import { CalendarNotImported } from '#kept/calendars';
import { messageOf } from '#kept/contracts';
import { DemoRefused } from '#kept/demo';
import { Refusal } from '#kept/domain';
import {
  AppendOutcomeUnknown,
  CopyRefused,
  PositionBeyondLog,
  StoreNotOpened,
  StoreUnavailable,
} from '#kept/event-store';
import { ImportError } from '#kept/import';
import { ReadModelRefused, ReadModelUnavailable } from '#kept/read-model';
import { red, say } from '#kept/terminal';
import { NoLedger, PlaceUnknown, SecretFileWrong } from '#kept/workspace';
import { EXIT } from './exit-codes.js';
import { language } from './language.js';
import { Unsound } from './unsound.js';
import { UsageError } from './usage-error.js';

/** Says what went wrong in a sentence, and what to do next where that is known. @returns the exit code */
export function ending(error: unknown): number {
  if (error instanceof Refusal) return complain(messageOf(error.code, error.parameters, language()), EXIT.usage);
  if (error instanceof NoLedger)
    return complain(
      error.message,
      EXIT.usage,
      'Fill one with `kept demo` or `kept import`, or name another directory with --data.',
    );
  if (error instanceof DemoRefused) return complain(error.message, EXIT.usage, 'Name another directory with --data.');
  if (error instanceof UsageError || error instanceof CalendarNotImported)
    return complain(error.message, EXIT.usage, error.hint);
  if (error instanceof Unsound) return complain(error.message, EXIT.unsound, 'Run `kept verify` to see everything.');
  if (error instanceof SecretsKeyProblem)
    return complain(error.message, EXIT.usage, 'Set KEPT_SECRETS_KEY as the server has it, or bring the file back.');
  if (
    error instanceof ImportError ||
    error instanceof PositionBeyondLog ||
    error instanceof PlaceUnknown ||
    error instanceof SecretFileWrong ||
    error instanceof CopyRefused
  )
    return complain(error.message, EXIT.usage);
  if (error instanceof StoreNotOpened)
    return complain(
      error.message,
      error.code === 'damaged' ? EXIT.unsound : EXIT.failed,
      error.code === 'damaged' ? 'Run `kept verify` to see where; restore the file from a backup.' : undefined,
    );
  // Making it anew needs a place where it can be.
  if (error instanceof ReadModelRefused && error.code.startsWith('place-')) return complain(error.message, EXIT.usage);
  if (error instanceof ReadModelUnavailable)
    return complain(
      error.message,
      EXIT.failed,
      'Run the same command again when it can: nothing of the ledger is lost.',
    );
  if (error instanceof ReadModelRefused)
    return complain(error.message, EXIT.failed, 'Run `kept rebuild` to make the read model anew from the ledger.');
  if (error instanceof StoreUnavailable || error instanceof AppendOutcomeUnknown)
    return complain(error.message, EXIT.failed, 'Run the same command again: what was recorded stays recorded, once.');
  const detail = error instanceof Error ? (process.env['KEPT_DEBUG'] ? error.stack : error.message) : String(error);
  return complain(detail ?? 'unknown', EXIT.failed, 'KEPT_DEBUG=1 shows where.');
}

function complain(message: string, code: number, hint?: string): number {
  say(`${red('kept:')} ${message}${hint ? `\n      ${hint}` : ''}`);
  return code;
}
