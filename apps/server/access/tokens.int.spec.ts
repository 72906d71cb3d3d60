import { AccessLog, vouchedPrincipal } from '#kept/application';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type GenerateKeyPairResult, type JWTPayload, SignJWT } from 'jose';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../../../test/support/kept.js';
import { clientOf, startTestServer, type TestServer } from '../../../test/support/server.js';

const ISSUER = 'https://id.example';
const ANNA = vouchedPrincipal(ISSUER, 'anna');

describe('tokens of an identity provider', () => {
  const home = temporaryDirectory('jwks');
  let provider: GenerateKeyPairResult;
  let server: TestServer;

  beforeAll(async () => {
    provider = await generateKeyPair('ES256', { extractable: true });
    const file = join(home.path, 'jwks.json');
    writeFileSync(file, JSON.stringify({ keys: [{ ...(await exportJWK(provider.publicKey)), kid: 'k1' }] }));
    server = await startTestServer({ oidcIssuer: ISSUER, oidcAudience: 'kept', oidcJwksFile: file });
    await server.post('/v1/teams', { team: 'north', name: 'North', timeZone: 'UTC' });
    await server.post('/v1/customers', { customer: 'acme' });
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  async function withToken(claims: JWTPayload = {}) {
    const now = Math.floor(Date.now() / 1_000);
    const usual = { iss: ISSUER, aud: 'kept', sub: 'anna', exp: now + 60, kept_role: 'agent', kept_teams: ['north'] };
    const token = await new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
      .sign(provider.privateKey);
    return clientOf(server.address, { authorization: `bearer ${token}` });
  }

  it('say who somebody is, and whose deed an entry was', async () => {
    const anna = await withToken();
    expect(await anna.get('/v1/caller')).toMatchObject({
      status: 200,
      body: { principal: ANNA, role: 'agent', teams: ['north'] },
    });
    const promised = { due: '2099-01-01T12:00:00Z', timeZone: 'UTC' };
    const { status, body } = await anna.post<{ id: string }>('/v1/commitments', {
      ...{ team: 'north', customer: 'acme', kind: 'repair', promised },
    });
    expect(status).toBe(201);
    for await (const page of server.running.workspace.store.readStream(`commitment-${body.id}`))
      expect(page[0]!.metadata.actor).toEqual({ id: ANNA, role: 'agent' });
  });

  it('are judged by the same rules as keys, and what is refused is on record', async () => {
    const anna = await withToken();
    expect(await anna.get('/v1/keys')).toMatchObject({ status: 403, body: { code: 'not-for-role' } });
    await server.running.app.get(AccessLog).close();
    const { body } = await server.get<{ entries: { type: string }[] }>(`/v1/access-log/${ANNA}`);
    expect(body.entries.map(({ type }) => type)).toEqual(['AccessRefused']);
  });

  it('that are not good are answered as every stranger is', async () => {
    for (const claims of [{ exp: 1 }, { aud: 'payroll' }, { kept_role: 'root' }])
      expect(await (await withToken(claims)).get('/v1/caller')).toMatchObject({
        status: 401,
        body: { code: 'not-authenticated' },
      });
  });
});
