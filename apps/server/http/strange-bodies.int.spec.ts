import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../../../test/support/server.js';
import { type Problem } from './problem.js';

/** Each of these was once taken for something else, or brought a route down. */
describe('a strange body', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  const promise = { customer: 'c', team: 't', kind: 'repair', promised: { day: '2026-03-03', timeZone: 'UTC' } };
  const answer = async (body: unknown, headers: Record<string, string> = {}) => {
    const { status, body: problem } = await server.send<Problem>('POST', '/v1/commitments', { body, headers });
    return { status, code: problem.code, fields: problem.errors?.map(({ pointer }) => pointer) };
  };

  it('lacks a part that it must have', async () => {
    const { promised: _, ...rest } = promise;
    expect(await answer(rest)).toEqual({ status: 400, code: 'not-an-object', fields: ['/promised'] });
  });

  it('has a list of parts where one belongs', async () =>
    expect(await answer({ ...promise, promised: [promise.promised] })).toEqual({
      status: 400,
      code: 'not-an-object',
      fields: ['/promised'],
    }));

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'has a field called %s, which every object has',
    async (name) => {
      expect(await answer({ ...promise, [name]: 'x' })).toEqual({
        status: 400,
        code: 'field-unknown',
        fields: [`/${name}`],
      });
      const promised = { ...promise.promised, [name]: 'x' };
      expect(await answer({ ...promise, promised })).toMatchObject({ status: 400, fields: [`/promised/${name}`] });
    },
  );

  it.each([
    [{ overrides: [{ kind: 'a', rules: {}, constructor: 'x' }] }, '/rules/overrides/0/constructor'],
    [{ overrides: [{ kind: 'a', rules: { grace: { businessDays: 1, toString: 'x' } } }] }, '/toString'],
    [{ overrides: [{ kind: 'a', rules: { more: 1 } }] }, '/rules/overrides/0/rules/more'],
    [{ overrides: [[]] }, '/rules/overrides'],
    [{ overrides: {} }, '/rules/overrides'],
    [{ grace: { businessDays: 1, businessTime: 'PT1H' } }, '/rules/grace'],
    [{ grace: { businessTime: 1 } }, '/rules/grace'],
    [{ grace: { businessDays: 0.5 } }, '/rules/grace'],
    [{ grace: [1] }, '/rules/grace'],
    [{ grace: 4 }, '/rules/grace'],
  ])('has something strange in the rules of a policy: %j', async (rules, pointer) => {
    const { status, body } = await server.send<Problem>('POST', '/v1/teams/north/policies', {
      body: { version: '1', rules },
    });
    expect({ status, fields: body.errors?.map((error) => error.pointer) }).toEqual({
      status: 400,
      fields: [expect.stringContaining(pointer)],
    });
  });

  it.each([
    [[], '/hours'],
    [{ timeZone: 'UTC' }, '/hours'],
    [{ timeZone: 'UTC', weekly: { someday: [] } }, '/hours'],
    [{ timeZone: 'UTC', weekly: { mon: {} } }, '/hours'],
    [{ timeZone: 'UTC', weekly: { mon: [null] } }, '/hours'],
    [{ timeZone: 'UTC', weekly: { mon: [{ opens: 9, closes: '18:00' }] } }, '/hours'],
    [{ timeZone: 'UTC', weekly: { mon: [{ opens: '09:00', closes: '18:00', toString: '' }] } }, '/toString'],
    [{ timeZone: 'UTC', weekly: {}, special: { '2026-02-30': [] } }, '/hours'],
  ])('has hours that are none: %j', async (hours, pointer) => {
    const { status, body } = await server.send<Problem>('POST', '/v1/customers', { body: { customer: 'odd', hours } });
    expect({ status, fields: body.errors?.map((error) => error.pointer) }).toEqual({
      status: 400,
      fields: [expect.stringContaining(pointer)],
    });
  });

  it('has hours, in a registration and in a line of an intake', async () => {
    const hours = { timeZone: 'UTC', weekly: { mon: [{ opens: '09:00', closes: '18:00' }] } };
    expect(await server.send('POST', '/v1/customers', { body: { customer: 'open', hours } })).toMatchObject({
      status: 201,
    });
    const line = { id: randomUUID(), command: 'register-customer', body: { customer: 'also-open', hours } };
    const intake = await server.send<string>('POST', '/v1/intakes', {
      body: `${JSON.stringify(line)}\n`,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(intake.body).toContain('"outcome":"recorded"');
  });

  it('has a number too large for any, and names it', async () =>
    expect(await answer(JSON.stringify({ ...promise, kind: '∞' }).replace('"∞"', '1e999'))).toEqual({
      status: 400,
      code: 'value-missing',
      fields: ['/kind'],
    }));

  it('is deeper than the stack', async () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    expect(await answer(JSON.stringify({ ...promise, kind: '∞' }).replace('"∞"', deep))).toMatchObject({
      fields: ['/kind'],
    });
  });

  it.each(['null', '[]', '7', '"text"'])('is %s', async (body) =>
    expect(await answer(body)).toMatchObject({ status: 400, code: 'not-an-object' }),
  );

  it('is lines of an intake', async () =>
    expect(await answer('{}\n', { 'content-type': 'application/x-ndjson' })).toMatchObject({ status: 415 }));

  it('is a form', async () =>
    expect(await answer('customer=c', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
      status: 415,
    }));

  it('says that it is packed', async () =>
    expect(await answer(promise, { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 }));

  it('is no UTF-8', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...promise, kind: 'ü' }), 'latin1');
    const { status } = await fetch(`${server.address}/v1/commitments`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: await server.authorization('POST', '/v1/commitments'),
      },
      body: bytes,
    });
    expect(status).toBe(400);
  });

  it('may name a thing in any script: an id of two hundred characters has a path of its own', async () => {
    const team = '汉'.repeat(199) + '𠮷';
    const { status, headers, body } = await server.post('/v1/teams', { team, name: 'T', timeZone: 'UTC' });
    expect([status, body]).toMatchObject([201, { id: team }]);
    const { position } = body as { position: string };
    expect((await server.get(`${headers.get('location')!}?after=${position}`)).status).toBe(200);
  });
});
