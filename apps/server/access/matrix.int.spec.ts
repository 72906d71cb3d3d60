import { type Grant, type Role } from '#kept/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestDesk } from '../../../test/support/desk.js';
import { keyFor } from '../../../test/support/keys.js';
import { type Client, startTestServer, type TestServer } from '../../../test/support/server.js';
import { type Asker, ASKERS, INTEGRATIONS, MATRIX, newCommitment, type Row, type World } from './matrix.fixture.js';

const HOLDERS: Record<Asker, { role: Role; grants?: Grant[] }> = {
  agent: { role: 'agent' },
  supervisor: { role: 'supervisor' },
  'supervisor who may forget': { role: 'supervisor', grants: ['forget-customers'] },
  auditor: { role: 'auditor' },
  integration: { role: 'integration' },
  'integration that logs': { role: 'integration', grants: ['log-commitments'] },
  'integration that reads personal data': { role: 'integration', grants: ['read-personal-data'] },
  admin: { role: 'admin' },
};

/** Those who act for team north alone. */
const ofNorth = (asker: Asker): boolean => asker !== 'auditor' && asker !== 'admin';

describe('who may use which route', () => {
  let server: TestServer;
  const clients = new Map<Asker, Client>();

  beforeAll(async () => {
    // Nobody is kept from asking by having asked.
    server = await startTestServer({ rateLimit: 0, addressRateLimit: 0 }, { desk: () => new TestDesk() });
    for (const asker of ASKERS) clients.set(asker, await server.as(HOLDERS[asker].role, HOLDERS[asker]));
    for (const team of ['north', 'south'])
      await server.post('/v1/teams', { team, name: `Region ${team}`, timeZone: 'UTC' });
    await server.post('/v1/customers', { customer: 'acme' });
    const last = [await newCommitment(server, 'north'), await newCommitment(server, 'south')];
    expect(last).toHaveLength(2);
    // What each team has broken stays broken.
    for (const { id } of last)
      await server.post(
        `/v1/commitments/${id}/withdrawal`,
        { by: 'provider', reason: 'no-parts' },
        { 'if-match': '*' },
      );
    for (const team of ['north', 'south'] as const) await newCommitment(server, team);
    await server.running.progress.whenReached(await server.running.workspace.store.head(), 20_000);
  });
  afterAll(() => server.stop());

  const world = (team: World['team'], asker: Asker = 'integration'): World => ({
    team,
    commitment: () => newCommitment(server, team),
    key: async () => (await keyFor(server.running, 'auditor')).key,
    subscription: async () => {
      const owner = clients.get(INTEGRATIONS.includes(asker) ? asker : 'integration')!;
      const asked = { url: 'https://crm.example/hooks' };
      const { body } = await owner.post<{ id: string; key: { id: string } }>('/v1/subscriptions', asked);
      return { id: body.id, signingKey: body.key.id };
    },
  });

  it('is known of every route there is, and of no other', () => {
    const routes = server.running.routes.filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS');
    expect(Object.keys(MATRIX).sort()).toEqual(routes.map(({ method, url }) => `${method} ${url}`).sort());
  });

  const rows = Object.entries(MATRIX).filter((entry): entry is [string, Row] => entry[1] !== 'public');

  it.each(Object.keys(MATRIX).filter((route) => MATRIX[route] === 'public'))('%s: everybody', async (route) => {
    const [method, path] = route.split(' ') as [string, string];
    const existing = path.replace(':eventType', 'BreachDeclared');
    expect((await server.stranger.send(method, existing)).status).toBeLessThan(400);
  });

  const methodOf = (route: string): string => route.split(' ', 1)[0]!;

  it.each(rows)('%s: no stranger', async (route, { request }) => {
    const { path, ...asking } = await request(world('north'));
    expect(await server.stranger.send(methodOf(route), path, asking)).toMatchObject({
      status: 401,
      body: { code: 'not-authenticated' },
    });
  });

  const cases = rows.flatMap(([route, row]) =>
    ASKERS.flatMap((asker) => (['north', 'south'] as const).map((team) => ({ route, row, asker, team }))),
  );
  /** By the table alone. */
  const expected = ({ row, asker, team }: (typeof cases)[number]): number =>
    !row.may.includes(asker) || (row.foreign === 'refused' && team === 'south' && ofNorth(asker)) ? 403 : row.answers;

  it.each(cases.map((one) => [one.route, one.asker, one.team, expected(one), one] as const))(
    '%s by %s, about %s: %i',
    async (route, asker, team, status, { row }) => {
      const { path, ...asking } = await row.request(world(team, asker));
      const answer = await clients.get(asker)!.send(methodOf(route), path, asking);
      expect(answer.status).toBe(status);
      if (status === 403)
        expect(answer.body).toMatchObject({
          code: expect.stringMatching(
            row.may.includes(asker) ? /^not-your-team$/ : /^not-(for-role|granted)$/,
          ) as unknown,
        });
      if (status === 200 && row.tells) {
        const told = [...new Set(row.tells(answer.body as never))].sort();
        expect(told).toEqual(ofNorth(asker) ? ['north'] : ['north', 'south']);
      }
    },
  );

  const gets = rows.filter(([route, row]) => route.startsWith('GET ') && row.answers === 200);
  it.each(gets)('%s: HEAD is no way around', async (_, row) => {
    for (const asker of ASKERS) {
      const { path } = await row.request(world('south', asker));
      const got = await clients.get(asker)!.send('GET', path);
      expect([asker, (await clients.get(asker)!.send('HEAD', path)).status]).toEqual([asker, got.status]);
    }
  });
});

describe('lines of an intake', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    for (const team of ['north', 'south']) await server.post('/v1/teams', { team, name: team, timeZone: 'UTC' });
    await server.post('/v1/customers', { customer: 'acme' });
  });
  afterAll(() => server.stop());

  const line = (id: string, command: string, more: object) => `${JSON.stringify({ id, command, ...more })}\n`;
  const promised = (team: string) => ({
    body: { team, customer: 'acme', kind: 'repair', promised: { due: '2099-01-01T12:00:00Z', timeZone: 'UTC' } },
  });

  it('are judged one by one, by their team or that of their commitment', async () => {
    const foreign = await newCommitment(server, 'south');
    const own = await newCommitment(server, 'north');
    const integration = await server.as('integration', { grants: ['log-commitments'] });
    const called = { body: { reached: false } };
    const answer = await integration.send<string>('POST', '/v1/intakes', {
      headers: { 'content-type': 'application/x-ndjson' },
      body: [
        line('1', 'make-promise', promised('north')),
        line('2', 'make-promise', promised('south')),
        line('3', 'record-follow-up-call', { commitment: own.id, ...called }),
        line('4', 'record-follow-up-call', { commitment: foreign.id, ...called }),
        line('5', 'record-follow-up-call', { commitment: 'nobody’s', ...called }),
        line('6', 'register-customer', { body: { customer: 'new' } }),
      ].join(''),
    });
    const outcomes = answer.body
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { outcome?: string; problem?: { code: string; status: number } });
    expect(outcomes.slice(0, 6).map(({ outcome, problem }) => problem?.code ?? outcome)).toEqual([
      'recorded',
      'not-your-team',
      'recorded',
      'not-your-team',
      'resource-unknown',
      'recorded',
    ]);
  });
});
