import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../../../test/support/kept.js';
import { configFrom, ConfigRefused } from './config.js';
import { tokenSettingsFrom } from './token-settings.js';

const PROVIDER = {
  KEPT_OIDC_ISSUER: 'https://id.example',
  KEPT_OIDC_AUDIENCE: 'kept',
  KEPT_OIDC_JWKS_URL: 'https://id.example/jwks',
};

function problemsOf(environment: Record<string, string>): string {
  try {
    configFrom(environment);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.problems.join('\n');
    throw error;
  }
  return '';
}

describe('the settings of tokens', () => {
  const home = temporaryDirectory('tokens');
  const set = join(home.path, 'jwks.json');
  beforeAll(() => writeFileSync(set, '{"keys":[]}'));
  afterAll(() => home.remove());

  const settingsOf = (environment: Record<string, string>) => tokenSettingsFrom(configFrom(environment)).settings;

  it('are none by default: no identity provider is trusted', () => expect(settingsOf({})).toBeUndefined());

  it('name a provider, and the rest has defaults', () =>
    expect(settingsOf(PROVIDER)).toEqual({
      issuer: 'https://id.example',
      audience: 'kept',
      keys: { url: 'https://id.example/jwks' },
      claims: {},
    }));

  it('may say everything else', () => {
    const { KEPT_OIDC_JWKS_URL: _, ...rest } = PROVIDER;
    expect(
      settingsOf({
        ...rest,
        KEPT_OIDC_JWKS_FILE: set,
        KEPT_OIDC_ALGORITHMS: 'ES256, EdDSA',
        KEPT_OIDC_TYPE: 'JWT',
        KEPT_OIDC_CLOCK_TOLERANCE: '0',
        KEPT_OIDC_ROLE_CLAIM: 'realm_access.roles',
        KEPT_OIDC_TEAMS_CLAIM: 'groups',
        KEPT_OIDC_GRANTS_CLAIM: 'grants',
      }),
    ).toMatchObject({
      keys: { set: { keys: [] } },
      algorithms: ['ES256', 'EdDSA'],
      type: 'JWT',
      clockTolerance: 0,
      claims: { role: 'realm_access.roles', teams: 'groups', grants: 'grants' },
    });
  });

  it.each<[Record<string, string>, problem: string]>([
    [{ KEPT_OIDC_AUDIENCE: 'kept' }, 'KEPT_OIDC_ISSUER is missing'],
    [{ ...PROVIDER, KEPT_OIDC_AUDIENCE: '' }, 'KEPT_OIDC_AUDIENCE is missing'],
    [{ ...PROVIDER, KEPT_OIDC_JWKS_URL: '' }, 'Give either KEPT_OIDC_JWKS_URL or KEPT_OIDC_JWKS_FILE'],
    [{ ...PROVIDER, KEPT_OIDC_JWKS_FILE: 'keys.json' }, 'Give either KEPT_OIDC_JWKS_URL or KEPT_OIDC_JWKS_FILE'],
    [{ ...PROVIDER, KEPT_OIDC_JWKS_URL: '', KEPT_OIDC_JWKS_FILE: '/nowhere.json' }, 'cannot be read'],
    [{ ...PROVIDER, KEPT_OIDC_JWKS_URL: 'http://id.example/jwks' }, 'must begin with https:'],
    [{ ...PROVIDER, KEPT_OIDC_ALGORITHMS: 'HS256' }, 'algorithm HS256 is not accepted'],
    [{ ...PROVIDER, KEPT_OIDC_CLOCK_TOLERANCE: '301' }, 'from 0 to 300'],
  ])('%j stop the start', (environment, problem) => expect(problemsOf(environment)).toContain(problem));
});
