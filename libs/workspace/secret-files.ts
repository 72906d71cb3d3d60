import { readFileSync } from 'node:fs';

type Environment = Readonly<Record<string, string | undefined>>;

/** What may be in a file instead, because it is a secret or holds one; `KEPT_READ_MODEL_FILE` names that file. */
export const IN_FILES = [
  'KEPT_EVENT_STORE',
  'KEPT_READ_MODEL',
  'KEPT_DELIVERIES',
  'KEPT_SECRETS_KEY',
  'KEPT_OTEL_HEADERS',
] as const;

const FILE = '_FILE';

/** A file that was named for a secret, and cannot be meant. What is in it is not repeated. */
export class SecretFileWrong extends Error {
  constructor(variable: string, problem: string) {
    super(`${variable} ${problem}.`);
    this.name = 'SecretFileWrong';
  }
}

/**
 * An environment in which secrets that were put into files stand as if they had been given themselves: containers get
 * theirs so, and what is in the environment of a process is seen by more than the process. The end of the last line is
 * no part of a secret. A variable that is empty is one that was not given.
 * @throws SecretFileWrong
 */
export function withSecretFiles(environment: Environment): Environment {
  const names = IN_FILES.filter((name) => environment[name + FILE]);
  const read = names.map((name) => [name, secretIn(name, environment)] as const);
  const rest = Object.entries(environment).filter(([variable]) => !isFileOfSecret(variable));
  return Object.fromEntries([...rest, ...read]);
}

const isFileOfSecret = (variable: string): boolean => IN_FILES.some((name) => variable === name + FILE);

function secretIn(name: string, environment: Environment): string {
  const variable = name + FILE;
  if (environment[name]) throw new SecretFileWrong(variable, `and ${name} are both set: one of them must go`);
  const secret = textOf(environment[variable]!, variable).replace(/\r?\n$/, '');
  if (secret === '')
    throw new SecretFileWrong(variable, `names a file in which nothing is: “${environment[variable]!}”`);
  return secret;
}

function textOf(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new SecretFileWrong(variable, `is “${file}”, and cannot be read (${code})`);
  }
}
