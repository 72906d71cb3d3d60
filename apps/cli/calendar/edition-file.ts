import { TEAM_SCHEMAS } from '#kept/contracts';
import { type CalendarEdition } from '#kept/domain';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../usage-error.js';

const HINT = '`kept calendar import cn 2026` prints an edition to begin with.';

/** Reads an edition as `kept calendar import` prints it. @throws UsageError where it is none */
export async function readEdition(file: string): Promise<CalendarEdition> {
  // What an event may hold is what a file may hold.
  const read = TEAM_SCHEMAS.CalendarPublished.shape.edition.safeParse(await parsed(file));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new UsageError(`${file} is no edition of a calendar: ${problems.slice(0, 5).join('; ')}.`, HINT);
}

/** `calendars/cn-2026.json` is published as `cn-2026`. */
export function versionFrom(file: string): string {
  return basename(file).replace(/\.json$/i, '');
}

async function parsed(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, HINT);
  }
}
