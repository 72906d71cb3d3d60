import { type DestinationStream, pino } from 'pino';
import { type Config } from '../config/config.js';
import { type Log, logTo, SILENT } from './log.js';

/** The log on stdout: JSON lines for programs, and a short form where a person is watching. */
export function logToStandardOutput(level: Config['log']): Log {
  if (level === 'silent') return SILENT;
  const stdout = pino.destination(1);
  // Whoever read the log has gone; that is no reason to stop.
  stdout.on('error', () => undefined);
  return logTo(process.stdout.isTTY ? inShort(stdout) : gathered(stdout), level);
}

/** What is logged in one turn of the event loop is written at once, at its end: requests are answered in groups. */
function gathered(stream: DestinationStream): DestinationStream {
  let lines = '';
  const write = (): void => {
    stream.write(lines);
    lines = '';
  };
  process.on('exit', () => {
    if (lines !== '') write();
  });
  return {
    write: (line) => {
      if (lines === '') setImmediate(() => lines !== '' && write());
      lines += line;
    },
  };
}

function inShort(stream: DestinationStream): DestinationStream {
  return { write: (line) => stream.write(`${shortLine(JSON.parse(line) as Record<string, unknown>)}\n`) };
}

/** `10:15:02 info  answered POST /v1/commitments 201 12.3 ms anna` */
export function shortLine({ level, time, message, ...fields }: Record<string, unknown>): string {
  const { method, route, status, milliseconds, principal, request, ...rest } = fields;
  const said = [message, method, route, status, milliseconds !== undefined && `${plain(milliseconds)} ms`, principal];
  const others = Object.entries(rest).map(([name, value]) => `${name}=${plain(value)}`);
  // The id of a request is for finding it again: only where something went wrong.
  if (level !== 'info' && request !== undefined) others.push(`request=${plain(request)}`);
  return [String(time).slice(11, 19), String(level).padEnd(5), ...said.filter(Boolean), ...others].join(' ');
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
