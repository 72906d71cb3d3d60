import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placesOf, withSecretFiles } from './index.js';

describe('secrets in files', () => {
  const home = mkdtempSync(join(tmpdir(), 'kept-secrets-'));
  const file = (name: string): string => join(home, name);
  beforeAll(() => {
    writeFileSync(file('address'), 'postgres://kept:s3cret@db/kept\n');
    writeFileSync(file('spaces'), ' as it is \r\n');
    writeFileSync(file('nothing'), '\n');
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it('stand for themselves, without the end of the line', () =>
    expect(withSecretFiles({ KEPT_READ_MODEL_FILE: file('address'), KEPT_OTEL_HEADERS_FILE: file('spaces') })).toEqual({
      KEPT_READ_MODEL: 'postgres://kept:s3cret@db/kept',
      KEPT_OTEL_HEADERS: ' as it is ',
    }));

  it('leave everything else as it was, also files that are no secrets', () => {
    const environment = { PATH: '/bin', KEPT_PORT: '1', KEPT_OIDC_JWKS_FILE: file('nowhere'), KEPT_PORT_FILE: 'x' };
    expect(withSecretFiles(environment)).toEqual(environment);
  });

  it('are none where the variable is empty', () =>
    expect(withSecretFiles({ KEPT_READ_MODEL: 'postgres://db', KEPT_READ_MODEL_FILE: '' })).toEqual({
      KEPT_READ_MODEL: 'postgres://db',
    }));

  it.each<[Record<string, string>, problem: string]>([
    [{ KEPT_EVENT_STORE_FILE: file('nowhere') }, 'cannot be read (ENOENT)'],
    [{ KEPT_EVENT_STORE_FILE: home }, 'cannot be read (EISDIR)'],
    [{ KEPT_SECRETS_KEY_FILE: file('nothing') }, 'in which nothing is'],
    [{ KEPT_READ_MODEL_FILE: file('address'), KEPT_READ_MODEL: 'sqlite:x' }, 'are both set'],
  ])('%j is refused, and no secret is repeated', (environment, problem) => {
    expect(() => withSecretFiles(environment)).toThrow(problem);
    expect(() => withSecretFiles(environment)).not.toThrow('s3cret');
  });

  it('say where the places of a data directory are, for the command as for the server', () => {
    const before = process.env;
    process.env = { ...before, KEPT_READ_MODEL: '', KEPT_READ_MODEL_FILE: file('address') };
    try {
      expect(placesOf('.')).toMatchObject({ readModel: 'postgres://kept:s3cret@db/kept' });
    } finally {
      process.env = before;
    }
  });
});
