import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../support/server.js';

interface Recorded {
  outcome: string;
  id: string;
  revision: number;
  position: string;
}
interface Problem {
  type: string;
  code: string;
  status: number;
  detail: string;
  errors?: { pointer: string; code: string; detail: string }[];
}
interface Page {
  rows: { commitment: string; customer: string; status: string }[];
  next?: string;
  position: string;
}

const day = (date: string) => ({ day: date, timeZone: 'Asia/Shanghai' });
const promise = (customer: string, date = '2099-03-03') => ({
  ...{ customer, team: 'north', kind: 'repair', promised: day(date) },
});
const moved = (date: string) => ({ to: day(date), reason: 'emergency', initiator: 'provider' });

describe('docs/reference/http.md', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.post('/v1/teams', { team: 'north', name: '华北维修', timeZone: 'Asia/Shanghai' });
    for (const customer of ['huadong', 'huanan']) await server.post('/v1/customers', { customer });
  });
  afterAll(() => server.stop());

  async function made(body: object, headers: Record<string, string> = {}): Promise<Recorded> {
    const answer = await server.post<Recorded>('/v1/commitments', body, headers);
    expect([answer.status, answer.body.outcome]).toEqual([201, 'recorded']);
    return answer.body;
  }

  /** As it came over the wire. */
  async function sent(path: string, body: object, headers: Record<string, string>) {
    const authorization = await server.authorization('POST', path);
    const answer = await fetch(`${server.address}${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  describe('Sending it again', () => {
    it('answers as the first time, byte for byte, and says that it does', async () => {
      const key = { 'idempotency-key': 'ticket-4711' };
      const [first, again] = [
        await sent('/v1/commitments', promise('huadong'), key),
        await sent('/v1/commitments', promise('huadong'), key),
      ];
      expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
      expect(again.text).toBe(first.text);
      for (const name of ['location', 'etag']) expect(again.headers.get(name)).toBe(first.headers.get(name));
      const { id } = JSON.parse(first.text) as Recorded;
      expect(first.headers.get('location')).toBe(`/v1/commitments/${id}`);
      expect(first.headers.get('etag')).toBe('"0"');
    });

    it('refuses another request with the same key, and takes the same key from somebody else', async () => {
      const key = { 'idempotency-key': 'ticket-4712' };
      const { id } = await made(promise('huadong'), key);
      const other = await server.post<Problem>('/v1/commitments', promise('huadong', '2099-03-04'), key);
      expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
      const agent = await server.as('agent');
      const { status, body } = await agent.post<Recorded>('/v1/commitments', promise('huadong', '2099-03-04'), key);
      expect(status).toBe(201);
      expect(body.id).not.toBe(id);
    });

    it('judges afresh what changed nothing, and what was refused', async () => {
      const { id } = await made(promise('huadong'));
      const path = `/v1/commitments/${id}/reschedules`;
      const headers = { 'if-match': '*', 'idempotency-key': 'move-1' };
      const same = await server.post<Recorded>(path, moved('2099-03-03'), headers);
      expect([same.status, same.body.outcome]).toEqual([200, 'without-effect']);
      await server.post(path, moved('2099-03-05'), { 'if-match': '*' });
      const afresh = await server.post<Recorded>(path, moved('2099-03-03'), headers);
      expect([afresh.status, afresh.body.outcome, afresh.body.revision]).toEqual([201, 'recorded', 2]);
      const unknown = { 'idempotency-key': 'ticket-4713' };
      expect((await server.post('/v1/commitments', promise('huaxi'), unknown)).status).toBe(422);
      await server.post('/v1/customers', { customer: 'huaxi' });
      await made(promise('huaxi'), unknown);
    });
  });

  describe('Not treading on each other', () => {
    it('wants to know which state a change was made for', async () => {
      const { id } = await made(promise('huadong'));
      const path = `/v1/commitments/${id}/reschedules`;
      const missing = await server.post<Problem>(path, moved('2099-03-04'));
      expect([missing.status, missing.body.code]).toEqual([428, 'if-match-missing']);
      const etag = (await server.get(`/v1/commitments/${id}`)).headers.get('etag')!;
      const first = await server.post<Recorded>(path, moved('2099-03-04'), { 'if-match': etag });
      expect([first.status, first.headers.get('etag')]).toEqual([201, '"1"']);
      const stale = await server.post<Problem>(path, moved('2099-03-05'), { 'if-match': etag });
      expect([stale.status, stale.body.code]).toEqual([412, 'revision-stale']);
      expect((await server.post(path, moved('2099-03-06'), { 'if-match': '*' })).status).toBe(201);
    });
  });

  describe('Reading your own writes', () => {
    it('waits for a position, and says at which one it has answered', async () => {
      const { id, position } = await made(promise('huadong'));
      const { body, headers } = await server.get<{ position: string }>(`/v1/commitments/${id}?after=${position}`);
      expect(BigInt(body.position)).toBeGreaterThanOrEqual(BigInt(position));
      expect(headers.get('etag')).toBe('"0"');
    });

    it('has lists in pages, each row once, whatever is recorded meanwhile; a cursor belongs to its question', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 7; n += 1) ids.push((await made(promise('huanan', `2099-04-0${n + 1}`))).id);
      const { position } = await made(promise('huadong'));
      const seen: string[] = [];
      let path = `/v1/commitments?customer=huanan&limit=3&after=${position}`;
      for (let next: string | undefined = ''; next !== undefined;) {
        const page: Page = (await server.get<Page>(path)).body;
        expect(page.rows.length).toBeLessThanOrEqual(3);
        seen.push(...page.rows.map(({ commitment }) => commitment));
        ({ next } = page);
        path = `/v1/commitments?customer=huanan&limit=3&cursor=${next}`;
        if (next !== undefined && seen.length === 3) {
          const other = await server.get<Problem>(`/v1/commitments?customer=huadong&limit=3&cursor=${next}`);
          expect(other.status).toBe(400);
        }
      }
      expect(seen).toEqual(ids);
    });
  });

  describe('When it is refused', () => {
    it('names every field at once, in the language of the caller, and repeats nothing of what was sent', async () => {
      const secret = 'tell-nobody';
      const body = { ...promise('huadong'), promised: { due: secret }, clarity: secret, urgent: secret };
      const [english, chinese] = [
        await server.post<Problem>('/v1/commitments', body, { 'accept-language': 'en' }),
        await server.post<Problem>('/v1/commitments', body, { 'accept-language': 'zh-CN,en;q=0.5' }),
      ];
      expect([english.status, english.headers.get('content-type')]).toEqual([
        400,
        expect.stringMatching(/^application\/problem\+json/),
      ]);
      const pointers = english.body.errors!.map(({ pointer }) => pointer);
      expect(pointers).toEqual(expect.arrayContaining(['/promised/due', '/clarity', '/urgent']));
      expect(english.body.type).toBe(`urn:kept:problem:${english.body.code}`);
      expect(chinese.body.errors!.map(({ pointer, code }) => [pointer, code])).toEqual(
        english.body.errors!.map(({ pointer, code }) => [pointer, code]),
      );
      expect(chinese.body.detail).toMatch(/[一-龥]/u);
      expect(english.body.detail).not.toMatch(/[一-龥]/u);
      for (const { errors } of [english.body, chinese.body])
        expect(errors!.map(({ detail }) => detail).join()).not.toContain(secret);
    });
  });

  describe('Taking it out', () => {
    it('streams a file that spreadsheets read and do not run', async () => {
      await server.post('/v1/customers', { customer: '=1+1' });
      const { id, position } = await made({ ...promise('=1+1'), kind: '@sum' });
      const text = async (query: string): Promise<string> => {
        const { status, headers, body } = await server.get<string>(`/v1/exports/commitments?customer=%3D1%2B1${query}`);
        expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/csv/)]);
        return body;
      };
      const plain = await text(`&after=${position}`);
      const [heading, row, ...rest] = plain.split('\r\n');
      expect(heading).toMatch(/^commitment,customer,/);
      expect(row).toContain(`${id},"'=1+1",`);
      expect(row).toContain(`,"'@sum",`);
      expect(rest).toEqual(['']);
      const authorization = await server.authorization('GET', '/v1/exports/commitments');
      const marked = await fetch(`${server.address}/v1/exports/commitments?customer=%3D1%2B1&bom=true`, {
        headers: { authorization },
      });
      expect([...new Uint8Array(await marked.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    });
  });
});
