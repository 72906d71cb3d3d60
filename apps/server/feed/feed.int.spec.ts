import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CloudEvent, HTTP } from 'cloudevents';
import { keyFor } from '../../../test/support/keys.js';
import { type Answer, type Client, startTestServer, type TestServer } from '../../../test/support/server.js';
import { type CloudEventAnswer } from './feed.answer.js';
import { nextReader } from './next-reader.fixture.js';

type Page = Answer<CloudEventAnswer[]>;

const DUE = { due: '2099-01-01T12:00:00Z', timeZone: 'UTC' };
const CANARY = 'known to us alone';

describe('the feed over HTTP', () => {
  let server: TestServer;
  let north: Client;
  let everywhere: Client;

  const promise = async (team: string, customer = 'acme'): Promise<string> => {
    const body = { team, customer, kind: 'repair', promised: DUE, personal: { what: CANARY } };
    const answer = await server.post<{ id: string }>('/v1/commitments', body);
    expect(answer.status).toBe(201);
    return answer.body.id;
  };
  const nextOf = ({ headers }: Page): string => /^<(.+)>; rel="next"$/.exec(headers.get('link')!)![1]!;
  const idsOf = (pages: readonly Page[]): string[] => pages.flatMap(({ body }) => body.map(({ id }) => id));
  const walk = async (client: Client, path: string): Promise<Page[]> => {
    const pages = [await client.get<CloudEventAnswer[]>(path)];
    while (pages.at(-1)!.body.length > 0) pages.push(await client.get<CloudEventAnswer[]>(nextOf(pages.at(-1)!)));
    return pages;
  };

  beforeAll(async () => {
    server = await startTestServer();
    north = await server.as('integration', { principal: 'crm', teams: ['north'] });
    everywhere = await server.as('integration', { principal: 'erp', teams: 'all' });
    for (const team of ['north', 'south']) await server.post('/v1/teams', { team, name: team, timeZone: 'UTC' });
    for (const customer of ['acme', 'best'])
      await server.post('/v1/customers', { customer, segment: 'gold', personal: { name: CANARY } });
    for (const customer of ['acme', 'best', 'acme'])
      for (const team of ['north', 'south']) await promise(team, customer);
  });
  afterAll(() => server.stop());

  it('is a batch of CloudEvents, as the independent package reads them', async () => {
    const { headers, body } = await everywhere.get<CloudEventAnswer[]>('/v1/feed');
    expect(headers.get('content-type')).toBe('application/cloudevents-batch+json; charset=utf-8');
    const events = HTTP.toEvent({ headers: Object.fromEntries(headers), body: JSON.stringify(body) });
    expect(events).toHaveLength(body.length);
    for (const event of events as CloudEvent<unknown>[]) expect(event.validate()).toBe(true);
    const identity = await server.running.workspace.store.identity();
    expect((events as CloudEvent<unknown>[]).find(({ type }) => type === 'kept.PromiseMade')).toMatchObject({
      ...{ specversion: '1.0', source: `urn:kept:ledger:${identity}`, team: 'north', customer: 'acme' },
      ...{ dataschema: 'urn:kept:event:PromiseMade:1', revision: '0', segment: 'gold' },
      data: { customer: 'acme', team: 'north', kind: 'repair' },
    });
  });

  it('has nothing personal in it', async () => {
    expect(JSON.stringify((await everywhere.get('/v1/feed')).body)).not.toContain(CANARY);
  });

  it.each([1, 2, 5])('comes whole in pages of %i', async (limit) => {
    const whole = await everywhere.get<CloudEventAnswer[]>('/v1/feed');
    const pages = await walk(everywhere, `/v1/feed?limit=${limit}`);
    expect(idsOf(pages)).toEqual(idsOf([whole]));
    for (const { body, headers } of pages) {
      const isFull = body.length === limit;
      expect(headers.get('cache-control')).toBe(isFull ? 'private, max-age=31536000, immutable' : 'no-store');
      expect(headers.get('vary')).toContain('Authorization');
    }
  });

  it('tells each what concerns their teams', async () => {
    const promises = (await north.get<CloudEventAnswer[]>('/v1/feed')).body;
    expect(new Set(promises.map(({ team }) => team))).toEqual(new Set(['north']));
    expect(promises.map(({ type }) => type)).toContain('kept.TeamRegistered');
  });

  it.each([
    ['types=TeamRegistered,CustomerRegistered', 4],
    ['types=PromiseMade', 6],
    ['types=PromiseMade&team=south', 3],
    ['types=PromiseMade&customer=best', 2],
    ['segment=gold', 6],
    ['segment=iron', 0],
    ['obligation=keep', 0],
  ])('is filtered by %s', async (query, count) => {
    expect((await everywhere.get<CloudEventAnswer[]>(`/v1/feed?${query}`)).body).toHaveLength(count);
  });

  it('keeps its filter from page to page', async () => {
    const pages = await walk(everywhere, '/v1/feed?types=PromiseMade&team=north&team=south&limit=4');
    expect(pages.map(({ body }) => body.length)).toEqual([4, 2, 0]);
  });

  it('begins at its end, for whoever asks for the latest', async () => {
    const latest = await everywhere.get<CloudEventAnswer[]>('/v1/feed?after=latest');
    expect(latest.body).toEqual([]);
    const id = await promise('north');
    const next = await everywhere.get<CloudEventAnswer[]>(nextOf(latest));
    expect(next.body).toMatchObject([{ subject: `commitment-${id}` }]);
  });

  it('waits for something to come', async () => {
    const after = nextOf(await north.get<CloudEventAnswer[]>('/v1/feed?after=latest'));
    const waiting = north.get<CloudEventAnswer[]>(`${after}&timeout=PT60S&limit=1`);
    // What is not theirs does not end the wait.
    await promise('south');
    const id = await promise('north');
    expect((await waiting).body).toMatchObject([{ subject: `commitment-${id}` }]);
  });

  it('does not wait for ever', async () => {
    const { body, headers } = await north.get<CloudEventAnswer[]>('/v1/feed?after=latest&timeout=PT1S');
    expect(body).toEqual([]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['after=4711', 400, 'cursor-invalid'],
    ['after=0-00000000', 400, 'cursor-invalid'],
    ['after=nonsense', 400, 'cursor-invalid'],
    ['types=Nonsense', 400, 'value-not-in-list'],
    ['limit=1001', 400, 'number-out-of-range'],
    ['timeout=PT61S', 400, 'value-not-in-list'],
    ['cursor=1', 400, 'field-unknown'],
    ['team=south', 403, 'not-your-team'],
    ['team=north&team=south', 403, 'not-your-team'],
  ])('refuses %s', async (query, status, code) => {
    expect(await north.get(`/v1/feed?${query}`)).toMatchObject({ status, body: { code } });
  });

  it('refuses a cursor beyond its end: the ledger was taken back to an earlier state', async () => {
    const [cursor] = nextOf(await north.get<CloudEventAnswer[]>('/v1/feed')).match(/\d+-[0-9a-f]{8}/)!;
    const beyond = cursor.replace(/^\d+/, '999999');
    expect(await north.get(`/v1/feed?after=${beyond}`)).toMatchObject({
      status: 400,
      body: { code: 'cursor-invalid' },
    });
  });
});

describe('a poll that waits', () => {
  it('is answered when the server stops', async () => {
    const server = await startTestServer();
    const crm = await server.as('integration');
    const { follows } = nextReader(server);
    const waiting = crm.get('/v1/feed?after=latest&timeout=PT60S');
    await follows;
    await server.stop();
    expect(await waiting).toMatchObject({ status: 200, body: [] });
  });

  it('ends when its key is revoked', async () => {
    await using server = await startTestServer();
    const { key, text } = await keyFor(server.running, 'integration');
    const { follows } = nextReader(server);
    const waiting = server.stranger.get('/v1/feed?after=latest&timeout=PT60S', { authorization: `Bearer ${text}` });
    await follows;
    await server.send('DELETE', `/v1/keys/${key}`);
    expect(await waiting).toMatchObject({ status: 200, body: [] });
  });

  it('lets go of its place when its client goes away', async () => {
    await using server = await startTestServer({ streamLimit: 1 });
    const crm = await server.as('integration', { principal: 'crm' });
    for (let time = 0; time < 2; time += 1) {
      const { follows, left } = nextReader(server);
      const gone = new AbortController();
      const waiting = crm.send('GET', '/v1/feed?after=latest&timeout=PT60S', { signal: gone.signal });
      await follows;
      const refused = await crm.get('/v1/feed?after=latest&timeout=PT60S');
      expect(refused).toMatchObject({ status: 429, body: { code: 'streams-too-many', parameters: { most: 1 } } });
      gone.abort();
      await expect(waiting).rejects.toThrow();
      await left;
    }
  });
});
