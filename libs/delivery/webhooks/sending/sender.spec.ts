import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import { AllowList } from './guard/allow-list.js';
import { type Request, HttpSender, type SenderParts } from './sender.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A receiver on loopback, which the allow-list lets through: nothing here connects out. */
class Receiver {
  readonly seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string; socket: Socket }[] =
    [];
  readonly server: Server;

  constructor(private answer: Answer) {
    this.server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const { method, url, headers, socket } = request;
        this.seen.push({ method: method!, url: url!, headers, body, socket });
        this.answer(request, response);
      });
    }).listen(0, '127.0.0.1');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks?for=kept`;
  }

  answers(answer: Answer): void {
    this.answer = answer;
  }
}

describe('a request to an endpoint', () => {
  let receiver: Receiver;
  let sender: HttpSender;
  let address: string;

  const opened = (parts: Partial<SenderParts> = {}): HttpSender =>
    new HttpSender({ userAgent: 'Kept/0.1.0', allow: new AllowList('127.0.0.1'), ...parts });
  const post = (more: Partial<Request> = {}): Request => ({
    subscription: 's',
    url: address,
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', 'webhook-id': 'e1' },
    body: '{"a":"é"}',
    ...more,
  });

  beforeEach(async () => {
    receiver = new Receiver((_, response) => response.writeHead(202).end('thanks'));
    await once(receiver.server, 'listening');
    address = receiver.url;
    sender = opened();
  });
  afterEach(async () => {
    await sender.close();
    receiver.server.closeAllConnections();
    receiver.server.close();
  });

  it('is a POST of these bytes with these headers, and 2xx is a success', async () => {
    expect(await sender.send(post())).toMatchObject({ status: 202, answer: 'thanks' });
    expect(receiver.seen).toMatchObject([
      {
        method: 'POST',
        url: '/hooks?for=kept',
        body: '{"a":"é"}',
        headers: {
          'user-agent': 'Kept/0.1.0',
          'content-type': 'application/cloudevents+json; charset=utf-8',
          'content-length': '10',
          'webhook-id': 'e1',
        },
      },
    ]);
  });

  it('goes over the connection of the one before', async () => {
    sender = opened({ connections: 1 });
    for (let n = 0; n < 3; n += 1) await sender.send(post());
    expect(new Set(receiver.seen.map(({ socket }) => socket)).size).toBe(1);
  });

  it.each([
    [400, 'status-400'],
    [410, 'status-410'],
    [500, 'status-500'],
    [304, 'redirected'],
  ])('answered with %i has failed: %s', async (status, failure) => {
    receiver.answers((_, response) => response.writeHead(status).end());
    expect(await sender.send(post())).toMatchObject({ status, failure });
  });

  it('is not sent on to where a redirect points', async () => {
    receiver.answers((_, response) => response.writeHead(307, { location: `${receiver.url}&again` }).end());
    expect(await sender.send(post())).toMatchObject({ status: 307, failure: 'redirected' });
    expect(receiver.seen).toHaveLength(1);
  });

  it('tells when it may be sent again', async () => {
    receiver.answers((_, response) => response.writeHead(429, { 'retry-after': '120' }).end());
    expect(await sender.send(post())).toMatchObject({ status: 429, retryAfter: '120' });
  });

  it('has failed where nobody answers in time, and the next one is not held up', async () => {
    sender = opened({ timeout: 1_000 });
    receiver.answers(() => undefined);
    expect(await sender.send(post())).toMatchObject({ failure: 'timeout' });
    receiver.answers((_, response) => response.end());
    expect(await sender.send(post())).toMatchObject({ status: 200 });
  });

  it('has failed where the answer does not end in time, whatever its status', async () => {
    sender = opened({ timeout: 1_000 });
    receiver.answers((_, response) => response.writeHead(200).write('and then'));
    const outcome = await sender.send(post());
    expect(outcome).toMatchObject({ status: 200, failure: 'timeout', answer: 'and then' });
  });

  it('keeps 20 kB of a long answer, and the connection', async () => {
    sender = opened({ connections: 1 });
    receiver.answers((_, response) => response.end('x'.repeat(300_000)));
    const { status, failure, answer } = await sender.send(post());
    expect([status, failure, answer]).toEqual([200, undefined, 'x'.repeat(20_000)]);
    await sender.send(post());
    expect(receiver.seen[1]!.socket).toBe(receiver.seen[0]!.socket);
  });

  it('does not listen to an answer without end, and the next one gets another connection', async () => {
    receiver.answers((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(64_000)));
      };
      response.on('drain', more);
      more();
    });
    expect(await sender.send(post())).toMatchObject({ status: 200, answer: 'x'.repeat(20_000) });
    receiver.answers((_, response) => response.end('short'));
    expect(await sender.send(post())).toMatchObject({ status: 200, answer: 'short' });
  });

  it('stores no secret that the answer quotes, and no control characters', async () => {
    receiver.answers((_, response) => response.end('{"token": "abcdef123456"}\0\x1B[31m whsec_QUJDREVGR0g='));
    expect(await sender.send(post())).toMatchObject({ answer: '{"token": "•••"}\uFFFD\uFFFD[31m whsec_•••' });
  });

  it('ends when nobody waits for it any more', async () => {
    receiver.answers(() => undefined);
    const stop = new AbortController();
    const outcome = sender.send(post(), stop.signal);
    stop.abort();
    expect(await outcome).toMatchObject({ failure: 'stopped' });
    expect(await sender.send(post(), stop.signal)).toMatchObject({ failure: 'stopped' });
  });

  it('says why there was no connection', async () => {
    receiver.server.close();
    await once(receiver.server, 'close');
    expect(await sender.send(post())).toMatchObject({ failure: 'connection-refused' });
    const unknown = opened({ resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) });
    expect(await unknown.send(post({ url: 'http://nobody.example/' }))).toMatchObject({ failure: 'name-not-resolved' });
    const inside = opened({ resolve: () => Promise.resolve(['10.0.0.1']) });
    expect(await inside.send(post({ url: 'http://inside.example/' }))).toMatchObject({ failure: 'address-forbidden' });
    expect(await inside.send(post({ url: 'http://10.0.0.1/' }))).toMatchObject({ failure: 'address-forbidden' });
    expect(await inside.send(post({ url: 'http://u:p@example.com/' }))).toMatchObject({ failure: 'url-credentials' });
  });

  it('whose answer is not HTTP has failed', async () => {
    const raw = createRawServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')).listen(0, '127.0.0.1');
    await once(raw, 'listening');
    const url = `http://127.0.0.1:${(raw.address() as AddressInfo).port}/`;
    expect(await sender.send(post({ url }))).toMatchObject({ failure: 'answer-malformed' });
    raw.close();
  });

  it('to one endpoint does not wait for those to another at the same place', async () => {
    sender = opened({ connections: 1, timeout: 5_000 });
    receiver.answers((request, response) => (request.headers['webhook-id'] === 'slow' ? undefined : response.end()));
    const slow = sender.send(post({ headers: { 'webhook-id': 'slow' } }));
    expect(await sender.send(post({ subscription: 'other' }))).toMatchObject({ status: 200 });
    await sender.close();
    expect(await slow).toHaveProperty('failure');
  });

  it('goes to the new place where the URL of a subscription has changed', async () => {
    const other = new Receiver((_, response) => response.end('other'));
    await once(other.server, 'listening');
    await sender.send(post());
    expect(await sender.send(post({ url: other.url }))).toMatchObject({ answer: 'other' });
    other.server.closeAllConnections();
    other.server.close();
  });
});
