import { type DestinationStream, pino } from 'pino';
import { type Config } from '../config/config.js';
import { describeError } from './described-error.js';

/** What a line of the log may carry beside its words: ids, names of things, figures. Objects cannot even be given. */
export interface LogFields {
  readonly [field: string]: string | number | boolean | undefined | Error;
  /** Described by its kind and its place, without its message. */
  readonly error?: Error;
}

/**
 * The log: one JSON object a line. Personal data have no way in: whoever logs gives words of the program and single
 * values, never a request, a body, headers or the text of an error.
 */
export interface Log {
  error(words: string, fields?: LogFields): void;
  warn(words: string, fields?: LogFields): void;
  info(words: string, fields?: LogFields): void;
  debug(words: string, fields?: LogFields): void;
}

/** Logs to a stream of lines. */
export function logTo(stream: DestinationStream, level: Config['log']): Log {
  const lines = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  const at =
    (severity: 'error' | 'warn' | 'info' | 'debug') =>
    (words: string, fields: LogFields = {}): void =>
      lines[severity](loggable(fields), words);
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

function loggable(fields: LogFields): object {
  const said: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) said[name] = value instanceof Error ? describeError(value) : value;
  }
  return said;
}

const nothing = (): void => undefined;

export const SILENT: Log = { error: nothing, warn: nothing, info: nothing, debug: nothing };
