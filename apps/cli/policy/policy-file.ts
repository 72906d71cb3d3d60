import { TEAM_SCHEMAS } from '#kept/contracts';
import { type PolicyRules } from '#kept/domain';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../usage-error.js';

const HINT = 'Write {"tolerance": "PT1H", "answerWithin": {"businessDays": 2}}; `kept policy show -o json` prints one.';

/** Reads the rules of a policy as `kept policy show` prints them. @throws UsageError where they are none */
export async function readRules(file: string): Promise<PolicyRules> {
  // What an event may hold is what a file may hold.
  const read = TEAM_SCHEMAS.PolicyPublished.shape.rules.safeParse(await parsed(file));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new UsageError(`${file} has no rules of a policy: ${problems.slice(0, 5).join('; ')}.`, HINT);
}

async function parsed(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, HINT);
  }
}
