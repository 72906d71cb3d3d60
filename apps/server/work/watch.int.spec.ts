import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ForgetCustomer } from '#kept/application';
import { instant } from '#kept/domain';
import { CommandBus } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { startTestServer, type TestServer } from '../../../test/support/server.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Entry {
  type: string;
  occurredAt: string;
  data: { obligation?: { kind: string }; deadline?: string; historic?: boolean; cause?: string };
}

/** Findings in a commitment's history, once there are as many. */
async function findingsOf(server: TestServer, commitment: string, count: number): Promise<Entry[]> {
  const end = performance.now() + 15_000;
  for (;;) {
    const { body } = await server.get<{ steps: Entry[] }>(`/v1/commitments/${commitment}`);
    const found = body.steps.filter(({ type }) => type.startsWith('Breach'));
    if (found.length >= count || performance.now() > end) return found;
    await setTimeout(20);
  }
}

const ago = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();
const inWords = ({ type, data }: Entry): string => `${type} ${data.obligation!.kind}`;

describe('a server that watches what was promised', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.post('/v1/teams', { team: 'north', name: 'North', timeZone: 'Asia/Shanghai' });
    await server.post('/v1/customers', { customer: 'hua', segment: 'gold' });
  });
  afterAll(() => server.stop());

  const promise = (commitment: string, due: string, occurredAt?: string) =>
    server.post('/v1/commitments', {
      commitment,
      customer: 'hua',
      team: 'north',
      owner: 'chen',
      kind: 'repair',
      promised: { due, timeZone: 'Asia/Shanghai' },
      ...(occurredAt && { occurredAt }),
    });

  it('declares a breach when its deadline passes, and nobody has to ask', async () => {
    const due = new Date(Date.now() + 300).toISOString();
    await promise('soon', due);
    const [breach] = await findingsOf(server, 'soon', 1);
    expect(breach).toMatchObject({ type: 'BreachDeclared', occurredAt: due, data: { deadline: due, historic: false } });
  });

  it('says of a past that is recorded now what it comes to, and that it is history', async () => {
    await promise('past', ago(HOUR), ago(2 * HOUR));
    const found = await findingsOf(server, 'past', 1);
    expect(found.map(inWords)).toEqual(['BreachDeclared keep']);
    expect(found[0]!.data.historic).toBe(true);
  });

  it('takes a breach back when it learns that all was well, and nobody’s form is stale for it', async () => {
    await promise('learned', ago(HOUR), ago(2 * HOUR));
    await findingsOf(server, 'learned', 1);
    const { headers } = await server.get('/v1/commitments/learned');
    const done = await server.post(
      '/v1/commitments/learned/fulfilment',
      { occurredAt: ago(90 * MINUTE) },
      { 'if-match': headers.get('etag')! },
    );
    expect(done.status).toBe(201);
    const found = await findingsOf(server, 'learned', 2);
    expect(found.map(inWords).sort()).toEqual(['BreachDeclared keep', 'BreachRetracted keep']);
  });

  it('takes back what was owed to somebody who, as it learns, had asked to be forgotten', async () => {
    await server.post('/v1/teams/north/policies', { version: 'telling', rules: { tellWithin: 'PT30M' } });
    await server.post('/v1/customers', { customer: 'li' });
    const [made, moved, forgotten] = [3 * HOUR, 2 * HOUR, 110 * MINUTE];
    const due = new Date(Date.now() + HOUR).toISOString();
    const window = (at: string) => ({ due: at, timeZone: 'Asia/Shanghai' });
    await server.post('/v1/commitments', {
      ...{ commitment: 'silent', customer: 'li', team: 'north', owner: 'chen', kind: 'repair' },
      ...{ promised: window(due), occurredAt: ago(made) },
    });
    const to = window(new Date(Date.now() + 5 * HOUR).toISOString());
    await server.post(
      '/v1/commitments/silent/reschedules',
      { to, reason: 'emergency', initiator: 'provider', occurredAt: ago(moved) },
      { 'if-match': '*' },
    );
    expect((await findingsOf(server, 'silent', 1)).map(inWords)).toEqual(['BreachDeclared announce-change']);
    const now = Date.now();
    const metadata = {
      ...{ commandId: randomUUID(), actor: { id: 'chen', role: 'supervisor' } },
      ...{ occurredAt: instant(now - forgotten), recordedAt: instant(now) },
    };
    await server.running.app.get(CommandBus).execute(new ForgetCustomer('li', { reason: 'asked' }, metadata));
    const found = await findingsOf(server, 'silent', 2);
    expect(found.map(inWords).sort()).toEqual(['BreachDeclared announce-change', 'BreachRetracted announce-change']);
  });
});
