import { AccessLog, SessionWatch } from '#kept/application';
import { type Principal } from '#kept/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyFor } from '../../../test/support/keys.js';
import { RawConnection } from '../../../test/support/raw-http.js';
import { clientOf, startTestServer, type TestServer } from '../../../test/support/server.js';

interface Issued {
  id: string;
  key?: string;
}
interface Logged {
  entries: { revision: number; type: string; actor: object; data: Record<string, unknown> }[];
  next?: number;
}

const CRM = { principal: 'crm', role: 'integration', teams: ['north'], grants: ['log-commitments'], label: 'CRM' };

describe('keys over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  const withKey = (key: string | undefined) => clientOf(server.address, { authorization: `Bearer ${key!}` });
  let principals = 0;
  /** A principal of their own for each test: at most two keys live. */
  const crm = () => ({ ...CRM, principal: `crm-${(principals += 1)}` });
  const logOf = async (principal: string, query = ''): Promise<Logged> =>
    (await server.get<Logged>(`/v1/access-log/${principal}${query}`)).body;

  it('open the ledger to whom they are given, and say who that is', async () => {
    const asked = { ...crm(), expiresAt: '2099-01-01T00:00:00Z' };
    const issued = await server.post<Issued>('/v1/keys', asked);
    expect(issued).toMatchObject({
      status: 201,
      body: { id: expect.stringMatching(`^${asked.principal}\\.`) as unknown },
    });
    expect(issued.headers.get('cache-control')).toBe('no-store');
    const { principal, role, teams, grants } = asked;
    const { status, body } = await withKey(issued.body.key).get<{ may: string[] }>('/v1/caller');
    expect(status).toBe(200);
    expect(body).toMatchObject({ principal, role, teams, grants, endsAt: '2099-01-01T00:00:00.000Z' });
    expect(body.may).toContain('log-commitments');
    expect(body.may).not.toContain('manage-keys');
  });

  it('are listed without their secrets', async () => {
    const asked = crm();
    const { body: issued } = await server.post<Issued>('/v1/keys', asked);
    const { body } = await server.get<{ id: string }[]>('/v1/keys');
    expect(body.find(({ id }) => id === issued.id)).toEqual({
      id: issued.id,
      ...asked,
      state: 'live',
      issuedAt: expect.any(String) as unknown,
    });
    expect(JSON.stringify(body)).not.toMatch(/[0-9a-f]{64}/);
  });

  it('are shown once: the same request again is answered without the key', async () => {
    const again = { 'idempotency-key': 'the-first-key' };
    const asked = crm();
    const first = await server.post<Issued>('/v1/keys', asked, again);
    const second = await server.post<Issued>('/v1/keys', asked, again);
    expect(second).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(second.body.key).toBeUndefined();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await server.post('/v1/keys', { ...asked, teams: ['south'] }, again)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it('are rotated while both work, and revoked at once', async () => {
    const { body: first } = await server.post<Issued>('/v1/keys', crm());
    const { body: second } = await server.post<Issued>(`/v1/keys/${first.id}/rotation`);
    const works = async ({ key }: Issued) => (await withKey(key).get('/v1/caller')).status;
    expect([await works(first), await works(second)]).toEqual([200, 200]);
    expect(await server.post(`/v1/keys/${second.id}/rotation`)).toMatchObject({
      status: 409,
      body: { code: 'keys-too-many' },
    });
    expect(await server.send('DELETE', `/v1/keys/${first.id}`)).toMatchObject({ status: 204 });
    expect([await works(first), await works(second)]).toEqual([401, 200]);
    expect(await server.send('DELETE', `/v1/keys/${first.id}`)).toMatchObject({ status: 204 });
  });

  it.each([
    [{ ...CRM, principal: 'CRM' }, 400, 'principal-malformed'],
    [{ ...CRM, principal: 'oidc.crm' }, 422, 'principal-reserved'],
    [{ ...CRM, role: 'root' }, 400, 'value-not-in-list'],
    [{ ...CRM, teams: [] }, 422, 'teams-must-be-named'],
    [{ ...CRM, allTeams: true }, 400, 'choice-unclear'],
    [{ ...CRM, grants: ['everything'] }, 400, 'value-not-in-list'],
    [{ ...CRM, grants: ['forget-customers'] }, 422, 'grant-not-for-role'],
    [{ principal: 'crm', role: 'agent', allTeams: true }, 422, 'teams-must-be-named'],
    [{ principal: 'crm', role: 'admin', teams: ['north'] }, 422, 'teams-not-for-role'],
    [{ ...CRM, expiresAt: '2020-01-01T00:00:00Z' }, 422, 'key-expires-before-it-begins'],
    [{ ...CRM, scope: 'all' }, 400, 'field-unknown'],
  ])('that cannot be are refused: %j', async (asked, status, code) =>
    expect(await server.post('/v1/keys', asked)).toMatchObject({ status, body: { code } }),
  );

  it.each(['crm.aaaaaaaa', '_principals.aaaaaaaa', 'nonsense'])('that are not there, %s, are 404', async (id) => {
    expect(await server.send('DELETE', `/v1/keys/${id}`)).toMatchObject({ status: 404, body: { code: 'key-unknown' } });
    expect(await server.post(`/v1/keys/${id}/rotation`)).toMatchObject({ status: 404 });
  });

  it('leave a log of who gave and took them, and of what was refused', async () => {
    const asked = crm();
    const { body: issued } = await server.post<Issued>('/v1/keys', asked);
    expect(await withKey(issued.key).get('/v1/keys')).toMatchObject({ status: 403, body: { code: 'not-for-role' } });
    const written = () => server.running.app.get(AccessLog).close();
    await written();
    await server.send('DELETE', `/v1/keys/${issued.id}`);
    expect(await withKey(issued.key).get('/v1/keys')).toMatchObject({ status: 401 });
    await written();
    const { entries, next } = await logOf(asked.principal);
    expect(entries.map(({ type, data }) => [type, data['because']])).toEqual([
      ['AccessRefused', 'key-revoked'],
      ['KeyRevoked', undefined],
      ['AccessRefused', 'role'],
      ['KeyIssued', undefined],
    ]);
    expect(entries.at(-1)).toMatchObject({ actor: { id: 'tester-admin', role: 'admin' }, data: { key: issued.id } });
    expect(entries[2]).toMatchObject({
      actor: { id: asked.principal, role: 'integration' },
      data: { route: 'GET /v1/keys', action: 'read-keys', times: 1 },
    });
    expect(JSON.stringify(entries)).not.toContain('hash');
    expect(next).toBeUndefined();
    // Page by page, nothing twice.
    const page = await logOf(asked.principal, '?limit=3');
    expect(page.entries.map(({ revision }) => revision)).toEqual([3, 2, 1]);
    expect(
      (await logOf(asked.principal, `?limit=3&before=${page.next!}`)).entries.map(({ revision }) => revision),
    ).toEqual([0]);
    expect((await logOf(asked.principal, '?before=0')).entries).toEqual([]);
  });

  it('leave no log of those whom nobody knows', async () => {
    expect(await logOf('nobody')).toEqual({ principal: 'nobody', entries: [] });
    expect(await server.get('/v1/access-log/_principals')).toMatchObject({ status: 400 });
    expect(await server.get('/v1/access-log/crm?limit=0')).toMatchObject({ status: 400 });
    expect(await server.get('/v1/access-log/crm?limit=501')).toMatchObject({ status: 400 });
    expect(await server.get('/v1/access-log/crm?before=x')).toMatchObject({ status: 400 });
  });
});

describe('the first start', () => {
  it('makes one key, and later starts none', async () => {
    const server = await startTestServer();
    try {
      const { firstKey, hasKeys } = server.running;
      expect(hasKeys).toBe(true);
      const admin = clientOf(server.address, { authorization: `Bearer ${firstKey!}` });
      expect(await admin.get('/v1/caller')).toMatchObject({ status: 200, body: { principal: 'admin', role: 'admin' } });
    } finally {
      await server.stop();
    }
  });
});

describe('a key that is revoked', () => {
  it('ends the intake that it has open: what comes after is refused, line by line', async () => {
    await using server = await startTestServer();
    await server.post('/v1/teams', { team: 'north', name: 'North', timeZone: 'UTC' });
    const { key, text } = await keyFor(server.running, 'integration', { grants: ['log-commitments'] });
    const connection = await RawConnection.to(server.address);
    const line = (id: string) => {
      const sent = `${JSON.stringify({ id, command: 'register-customer', body: { customer: id } })}\n`;
      return `${sent.length.toString(16)}\r\n${sent}\r\n`;
    };
    connection.send(
      `POST /v1/intakes HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${text}\r\n` +
        `content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n${line('before')}`,
    );
    expect(await connection.hears(/"id":"before".*\n/)).toContain('"outcome":"recorded"');
    const { signal } = await server.running.app.get(SessionWatch).watch({ key, principal: {} as Principal });
    const ended = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await server.send('DELETE', `/v1/keys/${key}`);
    await ended;
    connection.send(`${line('after')}0\r\n\r\n`);
    await connection.hears(/"done"/);
    expect(/.*"id":"after".*/.exec(connection.heard)?.[0]).toContain('"code":"not-authenticated"');
    connection.socket.destroy();
  });
});
