import { SecretFileWrong, withSecretFiles } from '#kept/workspace';
import { z } from 'zod';
import { tokenSettingsFrom } from './token-settings.js';
import { type Config, isSecret, masked, settingOf, type VariableName, VARIABLES } from './variables.js';

export { type Config } from './variables.js';

/** What is wrong with the configuration, one sentence a line. */
export class ConfigRefused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigRefused';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration that an environment asks for, with the secrets of the files it names. A variable that is empty is one
 * that was not given.
 * @throws ConfigRefused naming every variable that is wrong, and what it may be
 */
export function configFrom(said: Environment): Config {
  const environment = withSecrets(said);
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = z.object(VARIABLES).safeParse(given);
  const problems = [
    ...(read.success
      ? []
      : read.error.issues.map(({ path, message }) => wrong(path[0] as VariableName, message, given))),
    ...Object.keys(environment)
      .filter((name) => name.startsWith('KEPT_') && !isKnown(name))
      .map((name) => `${name} is not known here${nearest(name)}`),
  ];
  if (!read.success || problems.length > 0) throw new ConfigRefused(problems);
  const settings = Object.entries(read.data).map(([name, value]) => [settingOf(name as VariableName), value]);
  const config = Object.fromEntries(settings) as Config;
  const { problems: ofTokens } = tokenSettingsFrom(config);
  if (ofTokens.length > 0) throw new ConfigRefused(ofTokens);
  return config;
}

function withSecrets(said: Environment): Environment {
  try {
    return withSecretFiles(said);
  } catch (error) {
    throw error instanceof SecretFileWrong ? new ConfigRefused([error.message]) : error;
  }
}

function wrong(name: VariableName, message: string, given: Environment): string {
  const value = isSecret(name) ? 'not what it should be' : `“${masked(String(given[name]))}”`;
  return `${name} is ${value}; ${message} (${VARIABLES[name].description!}).`;
}

/** Read by other commands, or by tests; not the server's business. */
const ELSEWHERE = /^KEPT_(LANG|DEBUG|BENCH_\w+|TEST_\w+)$/;

const isKnown = (name: string): boolean => Object.hasOwn(VARIABLES, name) || ELSEWHERE.test(name);

/** A name that shares most of its words with a mistaken one, if there is one. */
function nearest(name: string): string {
  const words = new Set(name.split('_').slice(1));
  const shared = (known: string): number =>
    known
      .split('_')
      .slice(1)
      .filter((word) => words.has(word)).length;
  const [best] = Object.keys(VARIABLES).sort((a, b) => shared(b) - shared(a));
  return best !== undefined && shared(best) > 0
    ? `; is ${best} meant?`
    : `; the known ones are in docs/reference/server.md.`;
}
