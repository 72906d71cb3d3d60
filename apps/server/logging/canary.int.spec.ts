import { type EventStore } from '#kept/event-store';
import { describe, expect, it } from '@jest/globals';
import { startOtlpReceiver } from '../../../test/support/otlp-receiver.js';
import { type Client, startTestServer } from '../../../test/support/server.js';
import { observedStore } from '../observation/observed-store.js';
import { type Log, logTo } from './log.js';

/** Planted wherever a request has room for something. Each is told from the others by its place. */
const secret = (place: string): string => `canary${place}Zhang`;

const PLACES = [
  'Key',
  'Cookie',
  'Agent',
  'Trace',
  'Baggage',
  'RequestId',
  'Etag',
  'Idempotency',
  'Accept',
  'MediaType',
  'Query',
  'Path',
  'Percent',
  'Json',
  'Name',
  'Contact',
  'Note',
  'Enum',
  'Instant',
  'Number',
  'Long',
  'Control',
  'Line',
  'Thrown',
  'Cause',
] as const;

/** As they are written, as addresses write them, and as a credential is sent. */
const forms = (place: string): string[] => {
  const text = secret(place);
  return [text, text.toLowerCase(), Buffer.from(text).toString('base64').replaceAll('=', '').slice(0, -2)];
};

const leaksIn = (text: string): string[] =>
  PLACES.filter((place) => forms(place).some((form) => text.toLowerCase().includes(form.toLowerCase())));

type Around = (real: EventStore, log: Log) => EventStore;

/** Appends to this team’s stream fail in a way that nobody foresaw, with words that quote somebody. */
const failing: Around = (real) =>
  observedStore(real, ({ stream }, append) =>
    stream === 'team-failing'
      ? Promise.reject(
          Object.assign(new Error(`${secret('Thrown')}\n    at ${secret('Thrown')} (somewhere:1:1)`), {
            cause: new TypeError(secret('Cause')),
            detail: secret('Thrown'),
          }),
        )
      : append(),
  );

/** What somebody careless would do. */
const careless: Around = (real, log) => ({
  ...observedStore(real, (_, append) => append()),
  append: (stream, expected, events) => {
    log.info(JSON.stringify(events));
    return real.append(stream, expected, events);
  },
});

interface Heard {
  logged: string;
  answered: string;
  statuses: number[];
  collected: string;
  names: { spans: string[]; metrics: string[] };
}

async function hearing(around: Around): Promise<Heard> {
  await using collector = await startOtlpReceiver();
  let logged = '';
  const log = logTo({ write: (line) => void (logged += line) }, 'debug');
  const server = await startTestServer(
    { otelEndpoint: collector.endpoint },
    { log, store: (real) => around(real, log) },
  );
  const answers = await everythingWith(server).finally(() => server.stop());
  return {
    logged,
    answered: answers.map(({ headers, body }) => JSON.stringify([[...headers], body])).join('\n'),
    statuses: answers.map(({ status }) => status),
    collected: collector.received.map(({ body, headers }) => headers + body).join('\n'),
    names: collector.names(),
  };
}

async function everythingWith(server: Client) {
  const team = (id: string) => ({ team: id, name: secret('Name'), timeZone: 'Asia/Shanghai' });
  const promised = { due: secret('Instant'), timeZone: 'Asia/Shanghai' };
  const json = 'application/json';
  return [
    await server.post('/v1/teams', team('north'), { authorization: `Bearer ${secret('Key')}` }),
    await server.post('/v1/teams', team('north'), {
      cookie: `session=${secret('Cookie')}`,
      'user-agent': secret('Agent'),
      traceparent: `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`,
      tracestate: `kept=${secret('Trace')}`,
      baggage: `who=${secret('Baggage')}`,
      'x-request-id': `${secret('RequestId')} `.repeat(2),
    }),
    await server.post('/v1/customers', {
      customer: 'c-1',
      segment: 'public',
      timeZone: 'Asia/Shanghai',
      personal: { name: secret('Name'), contact: secret('Contact') },
    }),
    await server.post('/v1/customers', { customer: 'c-2', personal: { name: `${secret('Long')} `.repeat(2_000) } }),
    await server.post('/v1/customers', { customer: 'c-2', personal: { name: `${secret('Control')}\ud800` } }),
    await server.post('/v1/customers', { customer: 'c-1', personal: { name: secret('Name') } }),
    await server.post('/v1/commitments', {
      customer: 'c-1',
      team: 'north',
      kind: 'repair',
      promised,
      clarity: secret('Enum'),
      personal: { what: secret('Note') },
      tolerance: secret('Instant'),
    }),
    await server.post('/v1/customers/c-1/satisfaction-reports', { measure: 'csat', score: secret('Number') }),
    await server.post('/v1/commitments/k-1/notifications', { personal: { note: secret('Note') } }),
    await server.post('/v1/commitments/k-1/withdrawal', {}, { 'if-match': secret('Etag') }),
    await server.post('/v1/teams', team('south'), { 'idempotency-key': `${secret('Idempotency')} with blanks` }),
    await server.post('/v1/teams', `{"team": "x", "name": ${secret('Json')}`),
    await server.post('/v1/teams', `{"team": "x", "__proto__": {"${secret('Json')}": 1}}`),
    await server.post('/v1/teams', team('x'), { 'content-type': `text/${secret('MediaType')}` }),
    await server.get(`/v1/commitments?state=${secret('Query')}&note=${secret('Query')}&limit=${secret('Query')}`),
    await server.get(`/v1/rates?at=${secret('Query')}&by=${secret('Query')}`, { accept: `text/${secret('Accept')}` }),
    await server.get('/v1/rates'),
    await server.get(`/v1/nothing/${secret('Path')}?note=${secret('Query')}`),
    await server.get(`/v1/teams/%zz${secret('Percent')}`),
    await server.send('PUT', `/v1/teams?note=${secret('Query')}`, { body: { note: secret('Note') } }),
    await server.post(
      '/v1/intakes',
      [
        {
          id: '1',
          command: 'register-customer',
          body: { customer: 'c-3', personal: { name: 7, contact: secret('Line') } },
        },
        { id: '2', command: 'register-customer', body: { customer: 'c-4', personal: { name: secret('Line') } } },
        { id: '3', command: secret('Line'), body: {} },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n') + `\n{"id": ${secret('Line')}}\n`,
      { 'content-type': 'application/x-ndjson' },
    ),
    await server.post('/v1/teams', team('failing'), { 'content-type': json }),
  ];
}

describe('what is planted in requests', () => {
  it('appears in no log, no problem, no trace and no figure', async () => {
    const heard = await hearing(failing);
    expect(leaksIn(heard.logged)).toEqual([]);
    expect(leaksIn(heard.answered)).toEqual([]);
    expect(leaksIn(heard.collected)).toEqual([]);
    // And there was something to be seen in each of them.
    expect(heard.statuses.filter((status) => status < 400)).toEqual([201, 201, 200, 200]);
    expect(heard.statuses.at(-1)).toBe(500);
    expect(heard.logged.split('\n').filter((line) => line.includes('"request"')).length).toBeGreaterThan(15);
    expect(heard.logged).toContain('"type":"TypeError"');
    expect(heard.names.spans).toEqual(
      expect.arrayContaining(['POST /v1/teams', 'command RegisterTeam', 'append', 'query AskRates']),
    );
    expect(heard.names.metrics).toEqual(
      expect.arrayContaining([
        'http.server.request.duration',
        'kept.refusals',
        'kept.append.duration',
        'kept.projector.lag',
        'nodejs.eventloop.delay.p99',
      ]),
    );
  });

  it('would be found, if somebody logged a body', async () => {
    expect(leaksIn((await hearing(careless)).logged)).toEqual(expect.arrayContaining(['Name', 'Contact', 'Line']));
  });
});
