import { cursorAt } from '#kept/delivery';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CloudEvent } from 'cloudevents';
import { EventSource } from 'eventsource';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { keyFor } from '../../../test/support/keys.js';
import { startTestServer, type TestServer } from '../../../test/support/server.js';
import { type Config } from '../config/config.js';
import { nextReader } from './next-reader.fixture.js';

const DUE = { due: '2099-01-01T12:00:00Z', timeZone: 'UTC' };
let server: TestServer;

afterEach(() => server.stop());

const started = async (settings: Partial<Config> = {}): Promise<void> => {
  server = await startTestServer(settings);
  for (const team of ['north', 'south']) await server.post('/v1/teams', { team, name: team, timeZone: 'UTC' });
  await server.post('/v1/customers', { customer: 'acme' });
};

async function promise(team = 'north'): Promise<string> {
  const body = { team, customer: 'acme', kind: 'repair', promised: DUE };
  const answer = await server.post<{ id: string }>('/v1/commitments', body);
  expect(answer.status).toBe(201);
  return `commitment-${answer.body.id}`;
}

/** Streams with a key, as the independent package does. */
function source(text: string, query: string): { events: AsyncGenerator<MessageEvent>; source: EventSource } {
  const opened = new EventSource(`${server.address}/v1/stream${query}`, {
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${text}` } }),
  });
  const waiting: MessageEvent[] = [];
  let wake = (): void => undefined;
  opened.addEventListener('kept.PromiseMade', (event) => {
    waiting.push(event);
    wake();
  });
  async function* events(): AsyncGenerator<MessageEvent> {
    for (;;) {
      const event = waiting.shift();
      if (event) yield event;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return { events: events(), source: opened };
}

const cloudEventIn = ({ data }: MessageEvent): CloudEvent<unknown> =>
  new CloudEvent(JSON.parse(data as string) as Partial<CloudEvent<unknown>>);

const nextOf = async (events: AsyncGenerator<MessageEvent>): Promise<MessageEvent> =>
  (await events.next()).value as MessageEvent;

describe('the stream, by an independent client', () => {
  beforeEach(() => started());

  it('tells what is recorded from then on, as CloudEvents under their cursors', async () => {
    const { text } = await keyFor(server.running, 'integration');
    await promise();
    const { follows } = nextReader(server);
    const { events, source: stream } = source(text, '?after=latest');
    await follows;
    await promise('south');
    const made = await promise();
    const event = await nextOf(events);
    expect(cloudEventIn(event).validate()).toBe(true);
    expect(cloudEventIn(event)).toMatchObject({ type: 'kept.PromiseMade', subject: made, cursor: event.lastEventId });
    stream.close();
  });

  it('goes on after the last event that was seen, in place of where it first began', async () => {
    const { headers } = await keyed();
    const made = [await promise(), await promise(), await promise()];
    const first = await raw('/v1/stream?types=PromiseMade', headers);
    const [, cursor] = /^id: (.+)$/m.exec(await textUntil(first, made[0]!))!;
    first.destroy();
    const again = await raw('/v1/stream?types=PromiseMade', { ...headers, 'last-event-id': cursor! });
    const seen = await textUntil(again, made[2]!);
    expect(seen).toContain(made[1]);
    expect(seen).not.toContain(made[0]);
    again.destroy();
  });

  it('comes again by itself when it was cut off, and misses nothing', async () => {
    const { text } = await keyFor(server.running, 'integration');
    const { events, source: stream } = source(text, '');
    const made = [await promise()];
    expect(cloudEventIn(await nextOf(events)).subject).toBe(made[0]);
    const { follows } = nextReader(server);
    (server.running.app.getHttpServer() as { closeAllConnections(): void }).closeAllConnections();
    made.push(await promise(), await promise());
    await follows;
    expect([await nextOf(events), await nextOf(events)].map((event) => cloudEventIn(event).subject)).toEqual(
      made.slice(1),
    );
    stream.close();
  });
});

/** The beginning of an answer, as it comes over the wire. */
function raw(path: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${server.address}${path}`, { headers }, resolve).on('error', reject);
  });
}

async function textUntil(answer: IncomingMessage, wanted: string): Promise<string> {
  let text = '';
  answer.setEncoding('utf8');
  for await (const part of answer.iterator({ destroyOnReturn: false })) {
    text += String(part);
    if (text.includes(wanted)) return text;
  }
  throw new Error(`the stream has ended without ${wanted}: ${text}`);
}

async function keyed(): Promise<{ key: string; headers: { authorization: string } }> {
  const { key, text } = await keyFor(server.running, 'integration', { principal: 'crm' });
  return { key, headers: { authorization: `Bearer ${text}` } };
}

describe('a stream', () => {
  it('is for no cache and no buffer, says when to come again, and shows that it is alive', async () => {
    await started({ streamHeartbeat: 10 });
    const { headers } = await keyed();
    const answer = await raw('/v1/stream?after=latest', headers);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    const text = await textUntil(answer, ':\n\n:\n\n');
    expect(text).toMatch(/^retry: \d+\n\n(:\n\n)+$/);
    answer.destroy();
  });

  it('says beside its signs of life how far it is, where it has nothing to tell', async () => {
    await started({ streamHeartbeat: 10 });
    const { headers } = await keyed();
    const answer = await raw('/v1/stream?after=latest', headers);
    await promise('south');
    const { store } = server.running.workspace;
    await textUntil(answer, `:\nid: ${cursorAt(await store.head(), await store.identity())}\n\n`);
    answer.destroy();
  });

  it('lives longer than a connection may stand still', async () => {
    await started({ idleTimeout: 100 });
    const { headers } = await keyed();
    const answer = await raw('/v1/stream?after=latest', headers);
    await textUntil(answer, ':\n\n'.repeat(4));
    answer.destroy();
  });

  it('ends when its key is revoked', async () => {
    await started();
    const { key, headers } = await keyed();
    const { follows, left } = nextReader(server);
    const answer = await raw('/v1/stream', headers);
    await follows;
    answer.resume();
    const ended = once(answer, 'end');
    await server.send('DELETE', `/v1/keys/${key}`);
    await ended;
    await left;
    expect((await raw('/v1/stream', headers)).statusCode).toBe(401);
  });

  it('ends at once when the server stops', async () => {
    await started();
    const { headers } = await keyed();
    const { follows } = nextReader(server);
    const answer = await raw('/v1/stream', headers);
    await follows;
    answer.resume();
    const ended = once(answer, 'end');
    expect(await server.running.stop()).toBe(true);
    await ended;
  });

  it('is one of so many, and lets go of its place when it is left', async () => {
    await started({ streamLimit: 2 });
    const { headers } = await keyed();
    const { left } = nextReader(server);
    const [one, two] = [await raw('/v1/stream', headers), await raw('/v1/stream', headers)];
    const refused = await raw('/v1/stream', headers);
    expect(refused).toMatchObject({ statusCode: 429, headers: { 'retry-after': '5' } });
    await textUntil(refused, 'streams-too-many');
    one.destroy();
    await left;
    const three = await raw('/v1/stream', headers);
    expect(three.statusCode).toBe(200);
    for (const each of [two, three]) each.destroy();
  });

  it('is never opened for those who may not', async () => {
    await started();
    const { headers } = await keyed();
    const agent = { authorization: await server.authorization('GET', '/v1/commitments') };
    const answers = [
      await raw('/v1/stream', {}),
      await raw('/v1/stream', agent),
      await raw('/v1/stream?team=south', headers),
      await raw('/v1/stream?after=4711', headers),
      await raw('/v1/stream', { ...headers, 'last-event-id': '4711-00000000' }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 403, 403, 400, 400]);
    for (const answer of answers) {
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      answer.resume();
    }
  });
});
