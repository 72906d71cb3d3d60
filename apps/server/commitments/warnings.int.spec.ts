import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../../../test/support/server.js';

interface Made {
  position: string;
  id: string;
  warnings?: { code: string; detail: string }[];
}
interface Checked {
  warnings: { code: string }[];
  terms: object;
  obligations: object[];
}

const hours = (opens: string, closes: string) => [{ opens, closes }];

describe('a promise', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    const edition = {
      timeZone: 'Asia/Shanghai',
      weekly: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, hours('09:00', '18:00')])),
      special: { '2099-02-17': [] },
      ...{ validFrom: '2026-01-01', validTo: '2099-12-31', source: 'State Council' },
    };
    const rules = { tellWithin: { businessTime: 'PT1H' }, advanceNoticeLead: { businessDays: 1 }, tolerance: 'PT1H' };
    const own = { timeZone: 'Asia/Shanghai', weekly: { mon: hours('08:00', '12:00') } };
    for (const [path, body] of [
      ['/v1/teams', { team: 'north', name: 'North', timeZone: 'Asia/Shanghai' }],
      ['/v1/teams/north/calendars', { version: '2099', edition }],
      [
        '/v1/teams/north/policies',
        { version: '1', rules: { ...rules, overrides: [{ segment: 'vip', rules: { grace: 'PT5M' } }] } },
      ],
      ['/v1/customers', { customer: 'acme' }],
      ['/v1/customers', { customer: 'mornings', segment: 'vip', hours: own }],
    ] as const)
      expect(await server.post(path, body)).toMatchObject({ status: 201 });
  });
  afterAll(() => server.stop());

  const due = (at: string) => ({ due: `${at}+08:00`, timeZone: 'Asia/Shanghai' });
  const promise = (customer: string, at: string, more: object = {}) => ({
    ...{ team: 'north', customer, kind: 'repair', promised: due(at) },
    ...more,
  });
  const made = async (body: object, headers: Record<string, string> = {}) => {
    const answer = await server.post<Made>('/v1/commitments', body, headers);
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const codes = ({ warnings = [] }: Made): string[] => warnings.map(({ code }) => code);

  it('on a holiday is made, with a warning in the caller’s language; a repeated one says the same', async () => {
    const headers = { 'idempotency-key': 'holiday', 'accept-language': 'zh' };
    const first = await made(promise('acme', '2099-02-17T10:00:00'), headers);
    expect(first.warnings).toEqual([{ code: 'due-on-holiday', detail: '承诺时限落在团队的休息日。' }]);
    expect(await made(promise('acme', '2099-02-17T10:00:00'), headers)).toEqual(first);
  });

  it('at a good time is made without a word', async () =>
    expect(await made(promise('acme', '2099-02-16T10:00:00', { kind: 'visit' }))).not.toHaveProperty('warnings'));

  it('is measured by the customer’s hours too', async () =>
    expect(codes(await made(promise('mornings', '2099-03-02T13:00:00')))).toEqual(['due-outside-customer-hours']));

  it('says when the customer was promised something else', async () => {
    const first = await made(promise('acme', '2099-05-04T10:00:00', { kind: 'delivery' }));
    expect(codes(first)).toEqual([]);
    await server.get(`/v1/commitments?after=${first.position}`);
    const second = async (at: string, more: object = {}) =>
      (
        await server.post<Checked>('/v1/commitments/check', promise('acme', at, { kind: 'delivery', ...more }))
      ).body.warnings.map(({ code }) => code);
    expect(await second('2099-05-05T10:00:00')).toEqual(['promised-otherwise']);
    expect(await second('2099-05-04T10:00:00')).toEqual([]);
    expect(await second('2099-05-05T10:00:00', { kind: 'call' })).toEqual([]);
    expect(await second('2099-05-05T10:00:00', { recoveryOf: first.id })).toEqual([]);
    expect(await second('2099-05-05T10:00:00', { customer: 'mornings' })).not.toContain('promised-otherwise');
    await server.post(`/v1/commitments/${first.id}/withdrawal`, { by: 'customer', reason: 'r' }, { 'if-match': '*' });
    const last = await made(promise('acme', '2099-05-05T10:00:00', { kind: 'other' }));
    await server.get(`/v1/commitments?after=${last.position}`);
    expect(await second('2099-05-05T10:00:00')).toEqual([]);
  });

  it('is looked at without being made', async () => {
    const head = async () => (await server.get<{ position: string }>('/v1/commitments')).body.position;
    const before = await head();
    const { status, body } = await server.post<Checked>(
      '/v1/commitments/check',
      promise('mornings', '2099-02-17T10:00:00', { kind: 'call' }),
    );
    expect(status).toBe(200);
    expect(body.warnings.map(({ code }) => code)).toEqual(['due-on-holiday', 'due-outside-customer-hours']);
    expect(body.terms).toEqual({
      ...{ policy: '1', calendar: '2099', tolerance: 'PT1H', grace: 'PT5M' },
      ...{ tellWithin: { businessTime: 'PT1H' }, advanceNoticeLead: { businessDays: 1 } },
    });
    expect(body.obligations).toEqual([
      { obligation: 'keep', deadline: '2099-02-17T02:05:00.000Z' },
      // One working day before the holiday.
      { obligation: 'advance-notice', deadline: '2099-02-16T02:00:00.000Z' },
    ]);
    expect(await head()).toBe(before);
  });

  it('that could not be made cannot be checked', async () => {
    const check = (body: object) => server.post('/v1/commitments/check', body);
    expect(await check(promise('nobody', '2099-02-16T10:00:00'))).toMatchObject({
      status: 422,
      body: { code: 'customer-unknown' },
    });
    expect(await check(promise('acme', '2099-02-16T10:00:00', { occurredAt: '2098-01-01T00:00:00Z' }))).toMatchObject({
      status: 422,
      body: { code: 'occurs-after-it-is-recorded' },
    });
  });

  it('is warned of in an intake as well', async () => {
    const body = promise('acme', '2099-02-17T10:00:00', { kind: 'intake' });
    const line = JSON.stringify({ id: 'line-1', command: 'make-promise', body });
    const { body: text } = await server.send<string>('POST', '/v1/intakes', {
      body: `${line}\n`,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(JSON.parse(text.split('\n')[0]!)).toMatchObject({
      outcome: 'recorded',
      warnings: [{ code: 'due-on-holiday', detail: 'The due is on a holiday of the team.' }],
    });
  });
});
