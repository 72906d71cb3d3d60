import { instant, type Instant } from '#kept/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  base64url,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type GenerateKeyPairResult,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { TokenKeysUnavailable, Tokens, type TokenSettings, vouchedPrincipal } from './index.js';

const ISSUER = 'https://id.example';
const AUDIENCE = 'kept';
const NOW = instant(1_800_000_000_000);
const SECONDS = NOW / 1_000;
const SUBJECT = '8d3f-华东';

/** What a good token says; each wrong one differs in one thing. */
const CLAIMS: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: SUBJECT,
  exp: SECONDS + 600,
  iat: SECONDS,
  kept_role: 'agent',
  kept_teams: ['north'],
};
const HEADER: JWTHeaderParameters = { alg: 'ES256', kid: 'k1', typ: 'at+jwt' };
const ID = vouchedPrincipal(ISSUER, SUBJECT);

let provider: GenerateKeyPairResult;
let stranger: GenerateKeyPairResult;
let rsa: GenerateKeyPairResult;
let unpinned: GenerateKeyPairResult;
let published: JWK[];
let fetches = 0;
let status = 200;
let server: Server;
let url: string;

beforeAll(async () => {
  provider = await generateKeyPair('ES256', { extractable: true });
  stranger = await generateKeyPair('ES256', { extractable: true });
  rsa = await generateKeyPair('RS256', { extractable: true });
  unpinned = await generateKeyPair('ES384', { extractable: true });
  published = [
    { ...(await exportJWK(unpinned.publicKey)), kid: 'p1', use: 'sig' },
    { ...(await exportJWK(provider.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' },
    { ...(await exportJWK(rsa.publicKey)), kid: 'r1', use: 'sig' },
    { ...(await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey)), kid: 'e1', use: 'enc' },
  ];
  server = createServer((_, answer) => {
    fetches += 1;
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  [fetches, status] = [0, 200];
});

const tokensWith = (more: Partial<TokenSettings> = {}): Tokens =>
  new Tokens({ issuer: ISSUER, audience: AUDIENCE, keys: { url }, ...more });

function signed(
  claims: JWTPayload = CLAIMS,
  header: Partial<JWTHeaderParameters> = {},
  key: GenerateKeyPairResult['privateKey'] | Uint8Array = provider.privateKey,
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ ...HEADER, ...header }).sign(key);
}

/** Put together by hand, as no honest library would. */
const forged = (header: object, claims: object, signature = ''): string =>
  [JSON.stringify(header), JSON.stringify(claims)].map((part) => base64url.encode(part)).join('.') + `.${signature}`;

const without = (claim: string): JWTPayload =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== claim));

describe('a token', () => {
  it('of the identity provider lets in whom it names, until it expires', async () =>
    expect(await tokensWith().enter(await signed(), NOW)).toEqual({
      entry: 'admitted',
      session: {
        principal: { id: ID, role: 'agent', teams: ['north'], grants: [] },
        endsAt: NOW + 605_000,
      },
    }));

  it('may be signed by any pinned algorithm', async () => {
    const byRsa = await signed(CLAIMS, { alg: 'RS256', kid: 'r1' }, rsa.privateKey);
    expect(await tokensWith().enter(byRsa, NOW)).toMatchObject({ entry: 'admitted' });
    expect(await tokensWith({ algorithms: ['ES256'] }).enter(byRsa, NOW)).toMatchObject({ entry: 'refused' });
  });

  const WRONG: Record<string, () => Promise<string> | string> = {
    'no signature: alg none': () => forged({ ...HEADER, alg: 'none' }, CLAIMS),
    'no signature at all': () => forged(HEADER, CLAIMS),
    'HS256 with the public key as the secret': async () =>
      signed(CLAIMS, { alg: 'HS256', kid: 'r1' }, new TextEncoder().encode(await exportSPKI(rsa.publicKey))),
    'HS256 with the published key as the secret': () =>
      signed(CLAIMS, { alg: 'HS256', kid: 'k1' }, new TextEncoder().encode(JSON.stringify(published[1]))),
    'an algorithm that is not pinned': () => signed(CLAIMS, { alg: 'ES384', kid: 'p1' }, unpinned.privateKey),
    'another issuer': () => signed({ ...CLAIMS, iss: 'https://evil.example' }),
    'an issuer that begins alike': () => signed({ ...CLAIMS, iss: `${ISSUER}.evil.example` }),
    'no issuer': () => signed(without('iss')),
    'another audience': () => signed({ ...CLAIMS, aud: 'payroll' }),
    'no audience': () => signed(without('aud')),
    'another type: an id token': () => signed(CLAIMS, { typ: 'JWT' }),
    'no type': async () => {
      const { typ: _, ...header } = HEADER;
      return new SignJWT(CLAIMS).setProtectedHeader(header).sign(provider.privateKey);
    },
    expired: () => signed({ ...CLAIMS, exp: SECONDS - 5 }),
    'no expiry': () => signed(without('exp')),
    'not valid yet': () => signed({ ...CLAIMS, nbf: SECONDS + 6 }),
    'another key of the same name': () => signed(CLAIMS, {}, stranger.privateKey),
    'a key nobody published': () => signed(CLAIMS, { kid: 'k2' }, stranger.privateKey),
    'its own key in its header': async () =>
      signed(CLAIMS, { kid: 'k2', jwk: await exportJWK(stranger.publicKey) }, stranger.privateKey),
    'an address of keys in its header': () => signed(CLAIMS, { kid: 'k2', jku: url }, stranger.privateKey),
    'a key that is for encryption': () => signed(CLAIMS, { kid: 'e1' }, stranger.privateKey),
    'an extension that must be understood': () =>
      new SignJWT(CLAIMS)
        .setProtectedHeader({ ...HEADER, crit: ['more'], more: 1 })
        .sign(provider.privateKey, { crit: { more: true } }),
    'claims changed afterwards': async () => {
      const [header, , signature] = (await signed()).split('.');
      return `${header!}.${base64url.encode(JSON.stringify({ ...CLAIMS, kept_role: 'admin' }))}.${signature!}`;
    },
    'a signature changed afterwards': async () => {
      const [header, claims, signature] = (await signed()).split('.');
      const other = signature!.startsWith('A') ? 'B' : 'A';
      return `${header!}.${claims!}.${other}${signature!.slice(1)}`;
    },
    'no subject': () => signed(without('sub')),
    'a subject that is no text': () => signed({ ...CLAIMS, sub: 7 as unknown as string }),
    'no role': () => signed(without('kept_role')),
    'an unknown role': () => signed({ ...CLAIMS, kept_role: 'root' }),
    'a role in other letters': () => signed({ ...CLAIMS, kept_role: 'Agent' }),
    'a role in another claim': () => signed({ ...without('kept_role'), role: 'agent', roles: ['agent'] }),
    'two roles': () => signed({ ...CLAIMS, kept_role: ['agent', 'supervisor'] }),
    'a role that is no text': () => signed({ ...CLAIMS, kept_role: { agent: true } }),
    'no teams for a role that needs them': () => signed(without('kept_teams')),
    'teams that are no texts': () => signed({ ...CLAIMS, kept_teams: ['north', 7] }),
    'a grant that the role cannot have': () => signed({ ...CLAIMS, kept_grants: ['log-commitments'] }),
    'half a token': async () => (await signed()).slice(0, 40),
    'no token': () => 'bearer',
    'a token of nine thousand characters': () => signed({ ...CLAIMS, more: 'x'.repeat(9_000) }),
  };

  it.each(Object.entries(WRONG))('with %s is refused, like all others', async (_, make) =>
    expect(await tokensWith().enter(await make(), NOW)).toEqual({ entry: 'refused', because: 'bad-token' }),
  );

  it('may be a few seconds early or late, and no more', async () => {
    const tokens = tokensWith({ clockTolerance: 5 });
    const admitted = async (claims: JWTPayload, at: number): Promise<boolean> =>
      (await tokens.enter(await signed({ ...CLAIMS, ...claims }), at as Instant)).entry === 'admitted';
    expect(await admitted({ nbf: SECONDS + 5 }, NOW)).toBe(true);
    expect(await admitted({ nbf: SECONDS + 6 }, NOW)).toBe(false);
    expect(await admitted({ exp: SECONDS - 4 }, NOW)).toBe(true);
    expect(await admitted({ exp: SECONDS - 5 }, NOW)).toBe(false);
  });

  it('may never end', async () =>
    expect(await tokensWith().enter(await signed({ ...CLAIMS, exp: 1e15 }), NOW)).toMatchObject({ entry: 'admitted' }));
});

describe('the claims', () => {
  const principalOf = async (claims: JWTPayload, settings: Partial<TokenSettings> = {}): Promise<unknown> => {
    const entrance = await tokensWith(settings).enter(await signed({ ...CLAIMS, ...claims }), NOW);
    return entrance.entry === 'admitted' ? entrance.session.principal : entrance.because;
  };

  it('may be texts or lists, of any name, or inside one another', async () => {
    const claims = { role: 'realm_access.roles', teams: 'https://kept.example/teams', grants: 'kept.grants' };
    expect(
      await principalOf(
        {
          realm_access: { roles: ['offline_access', 'integration'] },
          'https://kept.example/teams': 'north',
          kept: { grants: ['log-commitments'] },
        },
        { claims },
      ),
    ).toEqual({ id: ID, role: 'integration', teams: ['north'], grants: ['log-commitments'] });
    expect(await principalOf({ kept_role: 'agent' }, { claims })).toBe('bad-token');
  });

  it('bind an auditor and an admin to no team, whatever they say', async () => {
    for (const role of ['auditor', 'admin'])
      expect(await principalOf({ kept_role: role, kept_teams: ['north'] })).toMatchObject({ role, teams: 'all' });
  });

  it('do not reach into what every object has', async () => {
    for (const role of ['constructor.name', '__proto__', 'toString'])
      expect(await principalOf({}, { claims: { role } })).toBe('bad-token');
  });

  it('give everybody a name of their own', () => {
    const people = [
      ['a', 'bc'],
      ['ab', 'c'],
      ['a,b', 'c'],
      ['a', 'b,c'],
      ['a","b', 'c'],
      ['a', 'b","c'],
    ] as const;
    const names = people.map(([issuer, subject]) => vouchedPrincipal(issuer, subject));
    expect(new Set(names).size).toBe(people.length);
    for (const name of names) expect(name).toMatch(/^oidc\.[a-z2-7]{52}$/);
  });
});

describe('the keys of the provider', () => {
  it('are fetched once, also for unknown key ids in a row', async () => {
    const tokens = tokensWith();
    await tokens.enter(await signed(), NOW);
    for (let n = 0; n < 5; n += 1)
      expect(await tokens.enter(await signed(CLAIMS, { kid: `x${n}` }, stranger.privateKey), NOW)).toMatchObject({
        entry: 'refused',
      });
    expect(fetches).toBe(1);
  });

  it('that cannot be had are not the token’s fault', async () => {
    status = 500;
    await expect(tokensWith().enter(await signed(), NOW)).rejects.toThrow(TokenKeysUnavailable);
    await expect(tokensWith({ keys: { url: 'http://127.0.0.1:9/' } }).enter(await signed(), NOW)).rejects.toThrow(
      TokenKeysUnavailable,
    );
  });

  it('may be given as a set', async () =>
    expect(await tokensWith({ keys: { set: { keys: published } } }).enter(await signed(), NOW)).toMatchObject({
      entry: 'admitted',
    }));
});

describe('settings', () => {
  it.each<[string, Partial<TokenSettings>]>([
    ['algorithm HS256', { algorithms: ['RS256', 'HS256'] }],
    ['algorithm none', { algorithms: ['none'] }],
    ['no algorithm', { algorithms: [] }],
    ['issuer', { issuer: '' }],
    ['audience', { audience: ' ' }],
    ['type', { type: '' }],
    ['clockTolerance', { clockTolerance: 301 }],
    ['clockTolerance', { clockTolerance: -1 }],
    ['clockTolerance', { clockTolerance: 0.5 }],
    ['must begin with https:', { keys: { url: 'http://id.example/jwks' } }],
    ['must begin with https:', { keys: { url: 'http://127.0.0.1.evil.example/jwks' } }],
    ['must begin with https:', { keys: { url: 'file:///etc/passwd' } }],
    ['must begin with https:', { keys: { url: 'nowhere' } }],
  ])('that cannot be meant stop the start, and say what is wrong: %s', (problem, settings) =>
    expect(() => tokensWith(settings)).toThrow(problem),
  );

  it.each(['https://id.example/jwks', 'http://localhost:8080/jwks', 'http://[::1]:8080/jwks'])(
    'may name %s',
    (address) => {
      expect(() => tokensWith({ keys: { url: address } })).not.toThrow();
    },
  );

  it('may ask for another type', async () =>
    expect(await tokensWith({ type: 'JWT' }).enter(await signed(CLAIMS, { typ: 'JWT' }), NOW)).toMatchObject({
      entry: 'admitted',
    }));
});
