import { Keys } from '#kept/application';
import { instant } from '#kept/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TestDesk } from '../../../test/support/desk.js';
import { keyFor } from '../../../test/support/keys.js';
import { type Client, clientOf, startTestServer, type TestServer } from '../../../test/support/server.js';

interface Opened {
  id: string;
  key: { id: string; algorithm: string; secret?: string; publicKey?: string };
}
interface Shown {
  id: string;
  status: string;
  lockedOut?: true;
  keys: { id: string; state: string }[];
}

const URL_OF_CRM = 'https://crm.example/hooks';

describe('subscriptions over HTTP', () => {
  let server: TestServer;
  let crm: Client;
  let other: Client;
  let admin: Client;
  let auditor: Client;
  let crmKey: string;
  beforeAll(async () => {
    server = await startTestServer({ rateLimit: 0 }, { desk: () => new TestDesk() });
    const { key, text } = await keyFor(server.running, 'integration', { principal: 'crm', teams: ['north', 'south'] });
    crmKey = key;
    crm = clientOf(server.address, { authorization: `Bearer ${text}` });
    other = await server.as('integration', { principal: 'other' });
    [admin, auditor] = [await server.as('admin'), await server.as('auditor')];
  });
  afterAll(() => server.stop());

  const open = async (more: object = {}, client = crm): Promise<Opened> => {
    const { status, body } = await client.post<Opened>('/v1/subscriptions', { url: URL_OF_CRM, ...more });
    expect(status).toBe(201);
    return body;
  };
  const at = ({ id }: { id: string }, part = ''): string => `/v1/subscriptions/${id}${part}`;
  const read = async (one: { id: string }, client = crm): Promise<Shown> => (await client.get<Shown>(at(one))).body;

  it('are opened by an integration, for itself and its teams, and show a secret once', async () => {
    const again = { 'idempotency-key': randomUUID() };
    const asked = { url: `${URL_OF_CRM}?token=t0ps3cret`, filter: { types: ['BreachDeclared'] }, label: 'CRM' };
    const first = await crm.post<Opened>('/v1/subscriptions', asked, again);
    expect(first.status).toBe(201);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(first.headers.get('location')).toBe(at(first.body));
    expect(first.body.key.secret).toMatch(/^whsec_/);
    const second = await crm.post<Opened>('/v1/subscriptions', asked, again);
    expect(second).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(second.body.key).not.toHaveProperty('secret');
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await crm.get(at(first.body))).toMatchObject({
      status: 200,
      body: {
        ...{ id: first.body.id, owner: 'crm', teams: ['north', 'south'], url: URL_OF_CRM, hasQuery: true },
        ...{ filter: { types: ['BreachDeclared'] }, content: 'thin', label: 'CRM', status: 'active' },
        keys: [{ id: first.body.key.id, algorithm: 'hmac-sha256', state: 'signing' }],
      },
    });
    const everything = JSON.stringify([await crm.get(at(first.body)), await auditor.get('/v1/subscriptions')]);
    expect(everything).not.toMatch(/whsec_|t0ps3cret|sealed/);
    expect(await crm.post('/v1/subscriptions', { ...asked, content: 'full' }, again)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it.each([
    [{ url: 'crm.example' }, 400, 'url-not-http', '/url'],
    [{ url: 'https://me:secret@crm.example' }, 422, 'url-with-credentials', '/url'],
    [{ url: 'https://crm.example/#a' }, 400, 'url-with-fragment', '/url'],
    [{ filter: { types: ['BreachDeclard'] } }, 400, 'event-type-unknown', '/filter/types'],
    [{ filter: { types: [] } }, 400, 'list-empty', '/filter/types'],
    [{ filter: { colour: 'red' } }, 400, 'field-unknown', '/filter/colour'],
    [{ filter: { obligations: ['smile'] } }, 400, 'value-not-in-list', '/filter/obligations'],
    [{ content: 'chatty' }, 400, 'value-not-in-list', '/content'],
    [{ signature: 'rsa' }, 400, 'value-not-in-list', '/signature'],
  ])('are refused where they are wrong: %j', async (more, status, code, pointer) => {
    const answer = await crm.post('/v1/subscriptions', { url: URL_OF_CRM, ...more });
    expect(answer).toMatchObject({ status, body: { code, errors: [{ pointer }] } });
    // What was sent, which may be a secret, is not said again.
    expect(JSON.stringify(answer.body)).not.toContain('secret@');
  });

  it('name the type of event that was probably meant', async () => {
    const answer = await crm.post('/v1/subscriptions', { url: URL_OF_CRM, filter: { types: ['BreachDeclard'] } });
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('is BreachDeclared meant?') as unknown });
  });

  it.each(['http://127.0.0.1/', 'http://0x7f.1/', 'http://[::1]/', 'https://10.1.2.3/', 'http://localhost:9/'])(
    'do not lead to what can be seen not to be public: %s',
    async (url) => {
      const refused = { status: 422, body: { code: 'url-not-public' } };
      expect(await crm.post('/v1/subscriptions', { url })).toMatchObject(refused);
      expect(await crm.send('PATCH', at(await open()), { body: { url } })).toMatchObject(refused);
    },
  );

  it('hear of no other teams than those of their key', async () => {
    expect(await crm.post('/v1/subscriptions', { url: URL_OF_CRM, filter: { teams: ['west'] } })).toMatchObject({
      status: 422,
      body: { code: 'team-not-covered' },
    });
    await open({ filter: { teams: ['south'] } });
  });

  it('are changed in part, and answered as they are then', async () => {
    const one = await open({ label: 'CRM' });
    const changed = await crm.send('PATCH', at(one), { body: { content: 'full', filter: { segments: ['gold'] } } });
    expect(changed).toMatchObject({
      status: 200,
      body: { label: 'CRM', content: 'full', filter: { segments: ['gold'] }, url: URL_OF_CRM },
    });
    expect(await crm.send('PATCH', at(one), { body: {} })).toMatchObject({ status: 200, body: { content: 'full' } });
  });

  it('are not sent elsewhere by a narrower key of the same principal', async () => {
    const one = await open();
    const narrow = await server.as('integration', { principal: 'crm', teams: ['north'] });
    expect((await narrow.get(at(one))).status).toBe(200);
    expect(await narrow.send('PATCH', at(one), { body: { url: 'https://elsewhere.example/' } })).toMatchObject({
      status: 422,
      body: { code: 'team-not-covered' },
    });
    const mine = await open({}, narrow);
    expect(await read(mine)).toMatchObject({ teams: ['north'] });
    // At most two keys live.
    const keys = await server.get<{ id: string; principal: string }[]>('/v1/keys');
    const second = keys.body.find(({ id, principal }) => principal === 'crm' && id !== crmKey)!;
    await server.send('DELETE', `/v1/keys/${second.id}`);
  });

  it('are paused, resumed and ended', async () => {
    const one = await open();
    const paused = await crm.post(at(one, '/pauses'), { reason: 'maintenance' });
    expect(paused).toMatchObject({ status: 201, body: { outcome: 'recorded', id: one.id } });
    expect(paused.headers.get('location')).toBe(at(one));
    expect(await read(one)).toMatchObject({ status: 'paused', reason: 'maintenance' });
    expect(await crm.post(at(one, '/pauses'))).toMatchObject({ status: 200, body: { outcome: 'without-effect' } });
    expect((await crm.post(at(one, '/resumptions'))).status).toBe(201);
    expect(await read(one)).toMatchObject({ status: 'active' });
    expect((await crm.send('DELETE', at(one))).status).toBe(204);
    expect((await crm.send('DELETE', at(one))).status).toBe(204);
    expect(await read(one)).toMatchObject({ status: 'ended' });
    expect(await crm.post(at(one, '/resumptions'))).toMatchObject({
      status: 409,
      body: { code: 'subscription-ended' },
    });
  });

  it('have their signing keys rotated, added to, and revoked', async () => {
    const one = await open();
    const again = { 'idempotency-key': randomUUID() };
    const rotation = at(one, `/keys/${one.key.id}/rotation`);
    const rotated = await crm.post<Opened['key']>(rotation, { overlap: 'PT1H' }, again);
    expect(rotated).toMatchObject({ status: 201, body: { algorithm: 'hmac-sha256' } });
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.headers.get('cache-control')).toBe('no-store');
    const repeated = await crm.post<Opened['key']>(rotation, { overlap: 'PT1H' }, again);
    expect([repeated.body.id, repeated.body.secret]).toEqual([rotated.body.id, undefined]);
    const pair = await crm.post<Opened['key']>(at(one, '/keys'), { algorithm: 'ed25519' });
    expect(pair.body.publicKey).toMatch(/^whpk_/);
    expect((await crm.send('DELETE', at(one, `/keys/${one.key.id}`))).status).toBe(204);
    expect((await read(one)).keys.map(({ id, state }) => [id, state])).toEqual([
      [one.key.id, 'revoked'],
      [rotated.body.id, 'signing'],
      [pair.body.id, 'signing'],
    ]);
    const problems = await Promise.all([
      crm.post(rotation),
      crm.post(at(one, '/keys/none/rotation')),
      crm.post(at(one, `/keys/${rotated.body.id}/rotation`), { overlap: 'P8D' }),
    ]);
    expect(problems.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'signing-key-succeeded'],
      [404, 'signing-key-unknown'],
      [422, 'overlap-too-long'],
    ]);
    await crm.send('DELETE', at(one, `/keys/${rotated.body.id}`));
    expect(await crm.send('DELETE', at(one, `/keys/${pair.body.id}`))).toMatchObject({
      status: 409,
      body: { code: 'signing-key-last' },
    });
  });

  describe('of somebody else', () => {
    let one: Opened;
    beforeEach(async () => {
      one = await open();
    });
    const asked = (): [method: string, path: string, body?: object][] => [
      ['GET', at(one)],
      ['GET', at(one, '/attempts')],
      ['GET', at(one, '/dead-letters')],
      ['PATCH', at(one), { url: 'https://elsewhere.example/' }],
      ['POST', at(one, '/keys'), { algorithm: 'ed25519' }],
      ['POST', at(one, `/keys/${one.key.id}/rotation`), {}],
      ['DELETE', at(one, `/keys/${one.key.id}`)],
      ['POST', at(one, '/replays'), { of: 'everything', after: '0' }],
      ['POST', at(one, '/ping')],
      ['POST', at(one, '/handshake')],
      ['POST', at(one, '/pauses'), {}],
      ['POST', at(one, '/resumptions'), {}],
      ['DELETE', at(one)],
    ];

    it('are neither read nor touched by an integration', async () => {
      for (const [method, path, body] of asked())
        expect([path, await other.send(method, path, { ...(body && { body }) })]).toMatchObject([
          path,
          { status: 403, body: { code: 'not-yours' } },
        ]);
      expect((await other.get<Shown[]>('/v1/subscriptions')).body.map(({ id }) => id)).not.toContain(one.id);
      expect(await read(one)).toMatchObject({ status: 'active' });
    });

    it('are read, paused, resumed and ended by an admin, who cannot send them elsewhere', async () => {
      expect((await admin.get<Shown[]>('/v1/subscriptions')).body.map(({ id }) => id)).toContain(one.id);
      expect((await admin.post(at(one, '/pauses'), { reason: 'flooded' })).status).toBe(201);
      expect(await read(one, admin)).toMatchObject({ status: 'paused', reason: 'flooded' });
      expect((await admin.post(at(one, '/resumptions'))).status).toBe(201);
      for (const [method, path, body] of asked().slice(3, 10))
        expect((await admin.send(method, path, { ...(body && { body }) })).status).toBe(403);
      expect((await admin.send('DELETE', at(one))).status).toBe(204);
      expect(await read(one)).toMatchObject({ status: 'ended' });
    });

    it('are read by an auditor, who changes nothing', async () => {
      expect(await read(one, auditor)).toMatchObject({ owner: 'crm' });
      expect((await auditor.post(at(one, '/pauses'))).status).toBe(403);
      expect((await auditor.send('DELETE', at(one))).status).toBe(403);
    });
  });

  it('that nobody opened are not there', async () => {
    for (const id of ['none', '_subscriptions'])
      expect(await crm.get(at({ id }))).toMatchObject({ status: 404, body: { code: 'resource-unknown' } });
  });

  it('say whose owner is locked out: nothing is delivered to them', async () => {
    const { key, text } = await keyFor(server.running, 'integration', { principal: 'leaver' });
    const leaver = clientOf(server.address, { authorization: `Bearer ${text}` });
    const one = await open({}, leaver);
    expect(await read(one, admin)).not.toHaveProperty('lockedOut');
    const now = instant(Date.now());
    const by = { commandId: randomUUID(), actor: { id: 'a', role: 'admin' }, occurredAt: now, recordedAt: now };
    await server.running.app.get(Keys).revoke(key, undefined, by);
    expect(await read(one, admin)).toMatchObject({ status: 'active', lockedOut: true });
    const listed = (await admin.get<Shown[]>('/v1/subscriptions')).body.find(({ id }) => id === one.id);
    expect(listed).toMatchObject({ lockedOut: true });
  });

  it('stand still in nobody’s answers: the projections pass over their streams', async () => {
    await open();
    const head = await server.running.workspace.store.head();
    expect(await server.running.progress.whenReached(head, 20_000)).toBe(true);
    expect((await server.get('/readyz')).status).toBe(200);
  });
});
