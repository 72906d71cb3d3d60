import { EXIT } from '../exit-codes.js';
import { type Log } from '../logging/log.js';

/** What nobody caught ends the process, and is logged as every error is: by its kind and place, not by its words. */
export function endOnFaults(log: Log): void {
  const end = (error: unknown): void => {
    log.error('a fault that nobody caught', error instanceof Error ? { error } : {});
    process.exit(EXIT.failed);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
