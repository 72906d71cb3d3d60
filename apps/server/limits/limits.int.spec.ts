import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type Socket } from 'node:net';
import { RawConnection } from '../../../test/support/raw-http.js';
import { startTestServer, type TestServer } from '../../../test/support/server.js';

const team = (id: string) => ({ team: id, name: 'North', timeZone: 'Asia/Shanghai' });

describe('rate limits', () => {
  it('refuse a principal who asks too much, and say when to come back', async () => {
    await using server = await startTestServer({ rateLimit: 3 });
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await server.get('/v1/teams'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[3]).toMatchObject({ body: { code: 'too-many-requests', status: 429 } });
    const wait = Number(answers[3]!.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('refuse an address of strangers, before anybody asks who they are', async () => {
    await using server = await startTestServer({ addressRateLimit: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await server.get('/v1/nothing')).status);
    expect(statuses).toEqual([404, 404, 429]);
  });

  it('do not let those who are known pay for their address', async () => {
    await using server = await startTestServer({ addressRateLimit: 2 });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await server.get('/v1/teams')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });

  it('spare whoever looks after the process', async () => {
    await using server = await startTestServer({ addressRateLimit: 1, rateLimit: 1 });
    for (let n = 0; n < 4; n += 1) expect((await server.get('/livez')).status).toBe(200);
  });
});

describe('what a request may be', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ bodyLimit: 1_024, headerLimit: 4_096, requestTimeout: 300, idleTimeout: 600 });
  });
  afterAll(() => server.stop());

  it('is bounded in its body', async () => {
    const answer = await server.post('/v1/teams', { ...team('north'), name: 'N'.repeat(2_000) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large', parameters: { most: 1_024 } } });
  });

  it('is bounded in its headers', async () => {
    const connection = await RawConnection.to(server.address);
    connection.send(`GET /v1/teams HTTP/1.1\r\nhost: a\r\nx-long: ${'a'.repeat(8_000)}\r\n\r\n`);
    await connection.ended;
    expect(connection.heard).toMatch(/^HTTP\/1\.1 431 .*application\/problem\+json.*"headers-too-large"/s);
  });

  it('is HTTP', async () => {
    const connection = await RawConnection.to(server.address);
    connection.send('what is this\r\n\r\n');
    await connection.ended;
    expect(connection.heard).toMatch(/^HTTP\/1\.1 400 .*"request-malformed"/s);
  });

  it('does not come byte by byte for ever: headers', async () => {
    const connection = await RawConnection.to(server.address);
    connection.send('GET /v1/teams HTTP/1.1\r\nhost: a\r\n');
    await connection.ended;
    expect(connection.heard).toMatch(/^HTTP\/1\.1 408 .*"request-timeout"/s);
  });

  it('does not come byte by byte for ever: bodies', async () => {
    const connection = await RawConnection.to(server.address);
    const authorization = await server.authorization('POST', '/v1/teams');
    connection.send(
      `POST /v1/teams HTTP/1.1\r\nhost: a\r\nauthorization: ${authorization}\r\n` +
        'content-type: application/json\r\ncontent-length: 50\r\n\r\n{',
    );
    await connection.ended;
    expect(connection.heard).toMatch(/^HTTP\/1\.1 408 .*connection: close.*"request-timeout"/is);
  });

  it('is not waited for where nobody knows who sends it', async () => {
    const connection = await RawConnection.to(server.address);
    connection.send(
      'POST /v1/intakes HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-ndjson\r\ncontent-length: 50\r\n\r\n{',
    );
    await connection.ended;
    expect(connection.heard).toMatch(/^HTTP\/1\.1 401 .*connection: close.*"not-authenticated"/is);
  });

  it('may take its time as an intake, as long as something comes, and no longer', async () => {
    const connection = await RawConnection.to(server.address);
    const authorization = await server.authorization('POST', '/v1/intakes');
    connection.send(
      `POST /v1/intakes HTTP/1.1\r\nhost: a\r\nauthorization: ${authorization}\r\n` +
        'content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const began = performance.now();
    await connection.ended;
    expect(performance.now() - began).toBeGreaterThan(500);
  });
});

describe('an answer', () => {
  it('is not kept for ever for somebody who does not read it', async () => {
    await using server = await startTestServer({ idleTimeout: 100 });
    const accepted = once(server.running.app.getHttpServer(), 'connection') as Promise<[Socket]>;
    const connection = await RawConnection.to(server.address);
    const [held] = await accepted;
    connection.socket.pause();
    connection.send('GET /v1/openapi.json HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(300));
    await once(held, 'close');
    // It stopped where the buffers between them were full, and not because everything had been said.
    expect(held.bytesWritten).toBeGreaterThan(0);
    expect(held.writableFinished).toBe(false);
    connection.socket.destroy();
  });
});

describe('what every answer carries', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('is protection against what browsers may do with it', async () => {
    const { headers } = await server.get('/livez');
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'content-security-policy': expect.stringContaining("default-src 'self'") as unknown,
    });
  });

  it('is its request’s id, the caller’s own where that is well-formed', async () => {
    const idOf = async (id: string) => (await server.get('/livez', { 'x-request-id': id })).headers.get('x-request-id');
    expect(await idOf('4bf92f3577b34da6')).toBe('4bf92f3577b34da6');
    expect(await idOf('called Zhang San')).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    const refused = await server.get('/v1/nothing', { 'x-request-id': '4bf92f3577b34da6' });
    expect(refused.body).toMatchObject({ instance: 'urn:kept:request:4bf92f3577b34da6' });
  });

  it('is no permission for other origins', async () => {
    const { headers } = await server.get('/livez', { origin: 'https://console.example' });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is such a permission where it was given', async () => {
    await using open = await startTestServer({ corsOrigins: ['https://console.example'] });
    const allowed = async (origin: string) =>
      (await open.get('/livez', { origin })).headers.get('access-control-allow-origin');
    expect(await allowed('https://console.example')).toBe('https://console.example');
    expect(await allowed('https://other.example')).toBeNull();
  });
});
