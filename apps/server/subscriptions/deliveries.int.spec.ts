import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestDesk } from '../../../test/support/desk.js';
import { type Client, startTestServer, type TestServer } from '../../../test/support/server.js';

interface Opened {
  id: string;
  key: { id: string; secret: string };
}
const AT = '2026-03-02T08:00:00.000Z';

describe('deliveries over HTTP', () => {
  let server: TestServer;
  let crm: Client;
  let desk: TestDesk;
  let one: Opened;
  beforeAll(async () => {
    desk = new TestDesk();
    server = await startTestServer({ rateLimit: 0 }, { desk: () => desk });
    crm = await server.as('integration', { principal: 'crm' });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    const opened = await crm.post<Opened>('/v1/subscriptions', { url: 'https://crm.example/hooks?token=1' });
    one = opened.body;
    desk.asked.length = 0;
  });
  const at = (part = ''): string => `/v1/subscriptions/${one.id}${part}`;

  it('are told of with the subscription: how far they are, what is held, what was given up', async () => {
    expect((await crm.get(at())).body).toMatchObject({
      delivery: { position: '7', behind: 3, held: 2, dead: 1, breaker: 'open', probesAt: AT },
    });
  });

  it('are listed attempt by attempt', async () => {
    const { status, body } = await crm.get(at('/attempts?limit=7&before=x&event=e-1'));
    expect([status, body]).toEqual([
      200,
      {
        rows: [
          {
            ...{ event: 'e-1', position: '7', number: 2, at: AT, milliseconds: 12.5, status: 503 },
            ...{ failure: 'server-error', answer: 'not now', nextAt: '2026-03-02T08:00:05.000Z' },
          },
        ],
        next: 'more',
      },
    ]);
    expect(desk.asked).toEqual([['attempts', one.id, { limit: 7, before: 'x', event: 'e-1' }]]);
    expect((await crm.get(at('/attempts?limit=501'))).status).toBe(400);
  });

  it('that were given up are listed', async () => {
    expect((await crm.get(at('/dead-letters'))).body).toEqual({
      rows: [
        {
          ...{ event: 'e-1', position: '7', type: 'BreachDeclared', lane: 'acme', attempts: 10 },
          ...{ gaveUpAt: AT, failure: 'timeout' },
        },
      ],
    });
    expect(desk.asked).toEqual([['dead', one.id, { limit: 100 }]]);
  });

  it('are tried by a ping, with the whole address and the secret that was shown', async () => {
    expect(await crm.post(at('/ping'))).toMatchObject({
      status: 200,
      body: { event: 'ping-1', status: 204, number: 1 },
    });
    const [[, endpoint]] = desk.asked as [[string, { url: string; keys: { secret: Uint8Array }[] }]];
    expect(endpoint.url).toBe('https://crm.example/hooks?token=1');
    expect(`whsec_${Buffer.from(endpoint.keys[0]!.secret).toString('base64')}`).toBe(one.key.secret);
  });

  it('are asked leave for by a handshake', async () => {
    expect(await crm.post(at('/handshake'))).toMatchObject({
      status: 200,
      body: { allowed: true, status: 200, rate: '120' },
    });
  });

  it('are not tried on what has ended', async () => {
    await crm.send('DELETE', at());
    for (const part of ['/ping', '/handshake'])
      expect(await crm.post(at(part))).toMatchObject({ status: 409, body: { code: 'subscription-ended' } });
    expect(desk.asked).toEqual([]);
  });

  it.each([
    [
      { of: 'failed', since: '2026-03-02T08:00:00Z' },
      { of: 'failed', since: Date.parse(AT) },
    ],
    [
      { of: 'everything', after: '0' },
      { of: 'everything', after: '0' },
    ],
  ])('are made again on demand: %j', async (body, replay) => {
    const answer = await crm.post(at('/replays'), body);
    expect(answer).toMatchObject({ status: 201, body: { outcome: 'recorded', id: one.id } });
    expect(desk.asked).toEqual([]);
    expect(await crm.post(at('/replays?dryRun=true'), body)).toMatchObject({ status: 200, body: { deliveries: 42 } });
    expect(desk.asked).toEqual([['count', one.id, replay]]);
  });

  it('of one event are made again where it stands', async () => {
    const { body: paused } = await crm.post<{ entries: string[]; position: string }>(at('/pauses'));
    const asked = { of: 'one', event: paused.entries[0], position: paused.position };
    expect((await crm.post(at('/replays'), asked)).status).toBe(201);
    for (const query of ['', '?dryRun=true'])
      expect(await crm.post(at(`/replays${query}`), { ...asked, position: '1' })).toMatchObject({
        status: 422,
        body: { code: 'event-not-there' },
      });
  });

  it.each([
    [{}, 'value-missing'],
    [{ of: 'one', event: 'e-1' }, 'value-missing'],
    [{ of: 'failed' }, 'value-missing'],
    [{ of: 'everything' }, 'value-missing'],
    [{ of: 'some' }, 'value-not-in-list'],
    [{ of: 'everything', after: 'begin' }, 'position-malformed'],
    [{ of: 'failed', since: 'yesterday' }, 'instant-malformed'],
  ])('are not made again for %j', async (body, code) =>
    expect(await crm.post(at('/replays'), body)).toMatchObject({ status: 400, body: { code } }),
  );
});

describe('a server that makes no deliveries', () => {
  it('says so, and answers everything else', async () => {
    await using server = await startTestServer({}, { desk: () => undefined });
    const crm = await server.as('integration', { principal: 'crm' });
    const { body } = await crm.post<Opened>('/v1/subscriptions', { url: 'https://crm.example/hooks' });
    const at = (part: string): string => `/v1/subscriptions/${body.id}${part}`;
    expect((await crm.get(at(''))).body).not.toHaveProperty('delivery');
    for (const [method, part] of [
      ['GET', '/attempts'],
      ['GET', '/dead-letters'],
      ['POST', '/ping'],
      ['POST', '/handshake'],
    ] as const)
      expect(await crm.send(method, at(part))).toMatchObject({ status: 503, body: { code: 'deliveries-unavailable' } });
    const replay = { of: 'everything', after: '0' };
    expect((await crm.post(at('/replays?dryRun=true'), replay)).status).toBe(503);
    expect((await crm.post(at('/replays'), replay)).status).toBe(201);
  });
});

describe('the key that secrets are sealed with', () => {
  it('stops the start where it is another one, and says what to do', async () => {
    const settings = { secretsKey: Buffer.alloc(32, 1).toString('base64') };
    await using server = await startTestServer(settings);
    const crm = await server.as('integration', { principal: 'crm' });
    await crm.post('/v1/subscriptions', { url: 'https://crm.example/hooks' });
    const { startServer } = await import('../server.js');
    const { configFrom } = await import('../config/config.js');
    const data = server.running.workspace.directory;
    const otherwise = { KEPT_DATA: data, KEPT_PORT: '0', KEPT_LOG: 'silent' };
    const key = Buffer.alloc(32, 2).toString('base64');
    await expect(startServer(configFrom({ ...otherwise, KEPT_SECRETS_KEY: key }))).rejects.toMatchObject({
      name: 'SecretsKeyProblem',
      problem: 'wrong',
    });
    await expect(startServer(configFrom(otherwise))).rejects.toMatchObject({ problem: 'missing' });
  });
});
