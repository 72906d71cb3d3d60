import { once } from 'node:events';

/** Writes data to stdout and waits until it is taken: a slow reader is not outrun. */
export async function printData(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Says something to the person, beside the data: on stderr. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

const coloured = process.stderr.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

/** Red where the terminal has colours and nobody asked for none (https://no-color.org). */
export function red(text: string): string {
  return coloured ? `\u001b[31m${text}\u001b[39m` : text;
}
