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

/** Where the key comes from that secrets are sealed with. It is asked for when it is needed first. */
export interface SecretsKeySource {
  /** @throws SecretsKeyProblem */
  toSeal(): Buffer;
  /** There is something sealed, so there was a key: none is made. @throws SecretsKeyProblem */
  toOpen(): Buffer;
  /** What to look at when it is the wrong one. */
  readonly place: string;
}

/** A key as it is configured: 32 bytes in base64. @throws SecretsKeyProblem */
export function secretsKeyFrom(text: string, place = 'KEPT_SECRETS_KEY'): SecretsKeySource {
  const key = keyIn(text, place);
  return { toSeal: () => key, toOpen: () => key, place };
}

/**
 * The key in a file of the data directory, `secrets.key`, that only its owner may read. It is made when something is
 * sealed first; a copy of the ledger without it opens nothing, so it belongs into the same backup.
 */
export function secretsKeyIn(directory: string): SecretsKeySource {
  const file = join(directory, 'secrets.key');
  let known: Buffer | undefined;
  const read = (): Buffer | undefined => {
    try {
      return (known ??= keyIn(readFileSync(file, 'utf8').trim(), file));
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
      const there = read();
      if (there) return there;
      makeFile(file);
      return read()!;
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

/** Whether a text could be a key: 32 bytes in base64. */
export const isSecretsKey = (text: string): boolean => /^[A-Za-z0-9+/]{43}=$/.test(text);

function keyIn(text: string, place: string): Buffer {
  if (!isSecretsKey(text))
    refuseKey('malformed', `${place} holds no key: it must be 32 bytes in base64, as of openssl rand -base64 32.`);
  return Buffer.from(text, 'base64');
}

export function refuseKey(problem: SecretsKeyProblem['problem'], message: string, cause?: unknown): never {
  throw new SecretsKeyProblem(problem, message, { cause });
}
