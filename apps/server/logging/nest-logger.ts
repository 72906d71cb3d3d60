import { type LoggerService } from '@nestjs/common';
import { type Log } from './log.js';

/**
 * What Nest has to say, in our log. Its words come with errors and stacks whose texts nobody has looked through: of an
 * error only its kind and place are kept, and its everyday chatter is for debugging.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly output: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.output.debug(...said(message, rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.output.debug(...said(message, rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.output.debug(...said(message, rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.output.warn(...said(message, rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.output.error(...said(message, rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.output.error(...said(message, rest));
  }
}

/** The last of the optional parameters is the context: the name of the class that speaks. */
function said(message: unknown, rest: readonly unknown[]): [string, { context?: string; error?: Error }] {
  const context = rest.at(-1);
  const fields = { ...(typeof context === 'string' && /^[\w$ -]{1,60}$/.test(context) && { context }) };
  if (message instanceof Error) return ['failed', { ...fields, error: message }];
  // A stack among the parameters says that the text is an error's.
  const isOfError = rest.slice(0, -1).some((one) => one !== undefined);
  return [typeof message === 'string' && !isOfError ? message : 'failed', fields];
}
