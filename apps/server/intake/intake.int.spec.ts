import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { startTestServer, type TestServer } from '../../../test/support/server.js';
import { type IntakeTally, type LineOutcome } from './outcome.js';

type Sums = IntakeTally & { done: boolean; position?: string };
type Line = Record<string, unknown>;

const NDJSON = 'application/x-ndjson';
const bodyOf = (lines: readonly (Line | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');

function read(text: string): { outcomes: LineOutcome[]; sums: Sums } {
  const answers = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { sums: answers.pop() as Sums, outcomes: answers as LineOutcome[] };
}

const promise = (id: string, commitment: string, customer: string): Line => ({
  ...{ id, command: 'make-promise', commitment },
  body: { customer, team: 'north', kind: 'repair', promised: { day: '2099-03-03', timeZone: 'Asia/Shanghai' } },
});
const fulfil = (id: string, commitment: string): Line => ({ id, command: 'fulfil', commitment, body: {} });
const register = (id: string, customer: string): Line => ({ id, command: 'register-customer', body: { customer } });

describe('an intake', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.post('/v1/teams', { team: 'north', name: 'North', timeZone: 'Asia/Shanghai' });
  });
  afterAll(() => server.stop());

  async function send(lines: readonly (Line | string)[], headers: Record<string, string> = {}) {
    const { status, body } = await server.send<string>('POST', '/v1/intakes', {
      body: bodyOf(lines),
      headers: { 'content-type': NDJSON, ...headers },
    });
    expect(status).toBe(200);
    return read(body);
  }

  /** Begins an intake that hears its answer while it sends. */
  async function open(lines: string) {
    const authorization = await server.authorization('POST', '/v1/intakes');
    const sending = request(`${server.address}/v1/intakes`, {
      method: 'POST',
      headers: { authorization, 'content-type': NDJSON },
    });
    sending.write(lines);
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    return { sending, answer: answer.setEncoding('utf8'), progress: answer.headers.location! };
  }

  const shown = async (progress: string) => {
    const authorization = await server.authorization('POST', '/v1/intakes');
    return (await server.get<Line>(progress, { authorization })).body;
  };

  it('gives each line its outcome, in their order, and the sums; what is refused stops nothing', async () => {
    const { outcomes, sums } = await send([
      register('a1', 'ann'),
      promise('a2', 'visit-a', 'ann'),
      promise('a3', 'visit-b', 'nobody'),
      '',
      '{"id":"a4",',
      { id: 'a5', command: 'void', commitment: 'visit-a', body: {} },
      { id: 'a6', command: 'fulfil', commitment: 'visit-a', body: { levels: { quality: 'high' } } },
      fulfil('a7', 'visit-a'),
    ]);
    expect(outcomes.map((each) => [each.line, each.id, 'problem' in each ? each.problem.code : each.outcome])).toEqual([
      [1, 'a1', 'recorded'],
      [2, 'a2', 'recorded'],
      [3, 'a3', 'customer-unknown'],
      [5, undefined, 'body-malformed'],
      [6, undefined, 'value-not-in-list'],
      [7, 'a6', 'number-out-of-range'],
      [8, 'a7', 'recorded'],
    ]);
    expect(outcomes[1]).toMatchObject({
      on: 'visit-a',
      revision: 0,
      entries: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
    });
    const { position, ...counts } = sums;
    expect(counts).toEqual({
      ...{ done: true, lines: 7, recorded: 3, repeated: 0, withoutEffect: 0, refused: 4, failed: 0 },
    });
    const { body } = await server.get<Line>(`/v1/commitments/visit-a?after=${position}`);
    expect(body).toMatchObject({ status: 'settled', revision: 1 });
  });

  it('records a line once, however often it comes, and refuses another under its id', async () => {
    const lines = [register('b1', 'bob'), promise('b2', 'visit-c', 'bob'), fulfil('b3', 'visit-c')];
    const first = await send(lines);
    const again = await send([...lines, promise('b2', 'visit-c', 'ann')]);
    expect(again.outcomes.slice(0, 3)).toEqual(first.outcomes.map((each) => ({ ...each, outcome: 'repeated' })));
    expect(again.outcomes[3]).toMatchObject({ outcome: 'refused', problem: { status: 422 } });
    expect(again.sums).toMatchObject({ done: true, recorded: 0, repeated: 3, refused: 1 });
  });

  it('records the lines of a stream in their order, also those of one wave, and after what they rest on', async () => {
    const visits = Array.from({ length: 60 }, (_, n) => `wave-${n}`);
    const { sums, outcomes } = await send(
      visits.flatMap((visit) => [
        register(`r-${visit}`, `customer-of-${visit}`),
        promise(`p-${visit}`, visit, `customer-of-${visit}`),
        fulfil(`f-${visit}`, visit),
      ]),
    );
    expect(sums).toMatchObject({ done: true, lines: 180, recorded: 180 });
    expect(outcomes.map(({ line }) => line)).toEqual(Array.from({ length: 180 }, (_, n) => n + 1));
  });

  it('explains a refusal in the language of the caller', async () => {
    const { outcomes } = await send([promise('c1', 'visit-d', 'nobody')], { 'accept-language': 'zh' });
    expect(outcomes[0]).toMatchObject({
      problem: { code: 'customer-unknown', detail: expect.stringMatching(/[一-龥]/u) },
    });
  });

  it('can be watched while it runs; what was cut off is complete when it has been sent again', async () => {
    const lines = [register('d1', 'dan'), promise('d2', 'visit-e', 'dan'), fulfil('d3', 'visit-e')];
    const { sending, answer, progress } = await open(bodyOf(lines.slice(0, 2)));
    let heard = '';
    for await (const text of answer) if ((heard += String(text)).split('\n').length > 2) break;
    expect(await shown(progress)).toMatchObject({ state: 'running', lines: 2, recorded: 2 });
    const stranger = await server.as('auditor');
    expect((await stranger.get(progress)).status).toBe(403);
    sending.destroy();
    let state: unknown = 'running';
    while (state === 'running') ({ state } = await shown(progress));
    expect(state).toBe('cut-off');
    expect((await send(lines)).sums).toMatchObject({ done: true, recorded: 1, repeated: 2 });
  });

  it('takes no more from a client that does not read than there is room for between them', async () => {
    const many = 60_000;
    const refused = Array.from({ length: many }, (_, n) => ({ ...fulfil(`e-${n}`, 'no-such'), body: { note: 1 } }));
    const { sending, answer, progress } = await open(bodyOf(refused));
    sending.end();
    // It stands still where the server has answered so many other questions meanwhile, and taken nothing more.
    let [now, still] = [0, 0];
    while (still < 300) {
      const lines = Number((await shown(progress))['lines']);
      still = lines === now ? still + 1 : 0;
      now = lines;
    }
    expect(now).toBeGreaterThan(0);
    expect(now).toBeLessThan(many);
    let heard = '';
    for await (const text of answer) heard += String(text);
    expect(read(heard).sums).toMatchObject({ done: true, lines: many, refused: many });
  });
});
