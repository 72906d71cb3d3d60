import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type z } from 'zod';
import { ImportError } from '../problems.js';
import { checkReferences } from './references.js';
import { type Mapping, MappingSchema } from './mapping.js';

/**
 * Reads and checks a mapping file.
 * @throws ImportError `mapping-unreadable` or `mapping-malformed`, naming each place at fault and what belongs there
 */
export async function readMapping(path: string): Promise<Mapping> {
  const name = basename(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ImportError('mapping-unreadable', `${name} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ImportError('mapping-unreadable', `${name} is not JSON: ${messageOf(error)}`, { cause: error });
  }
  return parseMapping(json, name);
}

/** The same for a mapping that is at hand already. @throws ImportError `mapping-malformed` */
export function parseMapping(json: unknown, name = 'the mapping'): Mapping {
  const { success, data, error } = MappingSchema.safeParse(json);
  const problems = success ? checkReferences(data) : error.issues.flatMap((issue) => sentences(issue, []));
  if (problems.length > 0 || !success)
    throw new ImportError(
      'mapping-malformed',
      `${name} is no mapping:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  return data;
}

type Issue = z.core.$ZodIssue;

/** An issue as a line: where, and what is expected there. Of a choice, the branch that came nearest speaks. */
function sentences(issue: Issue, above: readonly PropertyKey[]): string[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nearest = [...issue.errors].sort((a, b) => distance(a) - distance(b))[0]!;
    const hopeless = nearest.every((one) => one.code === 'invalid_type' && one.path.length === 0);
    if (!hopeless) return nearest.flatMap((one) => sentences(one, path));
    const expected = issue.errors.flatMap((branch) =>
      branch.map((one) => ('expected' in one ? one.expected : one.code)),
    );
    return [`${placeOf(path)}: expected ${[...new Set(expected)].join(' or ')}`];
  }
  if (issue.code === 'unrecognized_keys')
    return [`${placeOf(path)}: there is no key ${issue.keys.map((key) => JSON.stringify(key)).join(', ')} here`];
  return [`${placeOf(path)}: ${issue.message}`];
}

/** How far a value is from a branch: of another type altogether, with other keys, or wrong within. */
function distance(issues: readonly Issue[]): number {
  const wrongType = issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
  const wrongKeys = issues.filter(({ code }) => code === 'unrecognized_keys').length;
  const missing = issues.filter(({ code, path }) => code === 'invalid_type' && path.length === 1).length;
  return (wrongType ? 1000 : 0) + 10 * (wrongKeys + missing) + issues.length;
}

function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'at the top';
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
