import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of a key for AES-256. */
const KEY_BYTES = 32;

/** The key that secrets are sealed with is not there, or is not the one. The message says what to do about it. */
export class SecretsKeyProblem extends Error {
  constructor(
    readonly problem: 'malformed' | 'missing' | 'wrong',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SecretsKeyProblem';
  }
}

/** The first seals, and those after it did so before. */
type Keys = readonly [first: Buffer, ...earlier: Buffer[]];

/** Where the keys come from that secrets are sealed with. They are asked for when they are needed first. */
export interface SecretsKeySource {
  /** The first of them. @throws SecretsKeyProblem */
  toSeal(): Buffer;
  /** All of them. There is something sealed, so there was a key: none is made. @throws SecretsKeyProblem */
  toOpen(): Keys;
  /** What to look at when the right one is not among them. */
  readonly place: string;
}

/**
 * Keys as they are configured, each 32 bytes in base64, with commas or white space between them: the first seals, and
 * those after it, which did so before, still open. @throws SecretsKeyProblem
 */
export function secretsKeyFrom(text: string, place = 'KEPT_SECRETS_KEY'): SecretsKeySource {
  const keys = keysIn(text, place);
  return { toSeal: () => keys[0], toOpen: () => keys, place };
}

/**
 * The keys in a file of the data directory, `secrets.key`, that only its owner may read: as above, one a line. The first
 * is made when something is sealed first; a copy of the ledger without them opens nothing.
 */
export function secretsKeyIn(directory: string): SecretsKeySource {
  const file = join(directory, 'secrets.key');
  let known: Keys | undefined;
  const read = (): Keys | undefined => {
    try {
      return (known ??= keysIn(readFileSync(file, 'utf8'), file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  return {
    place: file,
    toOpen: () =>
      read() ??
      refuseKey('missing', `${file} is missing, and secrets were sealed with it. Bring it back from a backup.`),
    toSeal: () => {
      if (!read()) makeFile(file);
      return read()![0];
    },
  };
}

/** Whole or not at all, and never over another: of two processes that need the first key, both use one. */
function makeFile(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

/** Whether a text could be keys: each 32 bytes in base64. */
export const areSecretsKeys = (text: string): boolean => wordsOf(text).every((word) => KEY.test(word));

const KEY = /^[A-Za-z0-9+/]{43}=$/;

/** At least one, if it is empty. */
const wordsOf = (text: string): string[] => text.trim().split(/\s*,\s*|\s+/);

function keysIn(text: string, place: string): Keys {
  if (!areSecretsKeys(text))
    refuseKey('malformed', `${place} holds no key: it must be 32 bytes in base64, as of openssl rand -base64 32.`);
  const [first, ...earlier] = wordsOf(text).map((word) => Buffer.from(word, 'base64'));
  return [first!, ...earlier];
}

export function refuseKey(problem: SecretsKeyProblem['problem'], message: string, cause?: unknown): never {
  throw new SecretsKeyProblem(problem, message, { cause });
}
