import { describe, expect, it } from '@jest/globals';
import { RawConnection } from '../../../test/support/raw-http.js';
import { startTestServer, type TestServer } from '../../../test/support/server.js';

const TEAM = JSON.stringify({ team: 'north', name: 'North', timeZone: 'Asia/Shanghai' });

/** The request that registers a team, or as much of it as is sent at first. */
async function post(server: TestServer, body: string, sent = body): Promise<string> {
  const authorization = await server.authorization('POST', '/v1/teams');
  return (
    `POST /v1/teams HTTP/1.1\r\nhost: a\r\nauthorization: ${authorization}\r\n` +
    `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${sent}`
  );
}
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`;

describe('a server that stops', () => {
  it('answers what it has accepted, also where the rest of it is still to come', async () => {
    await using server = await startTestServer();
    const connection = await RawConnection.to(server.address);
    connection.send(await post(server, TEAM, TEAM.slice(0, 20)));
    // The server has met the request when it has answered one that was sent after it.
    await server.get('/livez');
    const stopped = server.running.stop();
    connection.send(TEAM.slice(20));
    await connection.ended;
    expect(connection.heard).toMatch(/^HTTP\/1\.1 201 .*connection: close.*"outcome":"recorded"/is);
    expect(await stopped).toBe(true);
  });

  it('tells those who are connected that it stops, and those who come later nothing', async () => {
    await using server = await startTestServer();
    const [busy, idle] = [await RawConnection.to(server.address), await RawConnection.to(server.address)];
    idle.send(get('/livez'));
    await idle.hears(/"live"/);
    busy.send(await post(server, TEAM, '{'));
    await server.get('/livez');
    const stopped = server.running.stop();
    await expect(RawConnection.to(server.address)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    idle.send(get('/readyz'));
    expect(await idle.hears(/"stopping"/)).toMatch(/HTTP\/1\.1 503 .*"running":\{"ok":false/s);
    await idle.ended;
    busy.send(TEAM.slice(1));
    await busy.ended;
    expect(busy.heard).toMatch(/^HTTP\/1\.1 201/);
    expect(await stopped).toBe(true);
  });

  it('refuses what comes now on a connection that was open, with a problem, and closes it', async () => {
    await using server = await startTestServer();
    const [busy, idle] = [await RawConnection.to(server.address), await RawConnection.to(server.address)];
    idle.send(get('/livez'));
    await idle.hears(/"live"/);
    busy.send(await post(server, TEAM, '{'));
    await server.get('/livez');
    const late = await post(server, TEAM);
    const stopped = server.running.stop();
    idle.send(late);
    await idle.ended;
    expect(idle.heard).toMatch(/HTTP\/1\.1 503 .*connection: close.*"shutting-down"/is);
    busy.socket.destroy();
    expect(await stopped).toBe(true);
  });

  it('does not wait for ever', async () => {
    await using server = await startTestServer({ shutdownTimeout: 200 });
    const connection = await RawConnection.to(server.address);
    connection.send(await post(server, TEAM, '{'));
    await server.get('/livez');
    expect(await server.running.stop()).toBe(false);
    await connection.ended;
    expect(connection.heard).toBe('');
  });

  it('does not wait for connections on which nobody has asked for anything', async () => {
    await using server = await startTestServer();
    const [silent, stuck] = [await RawConnection.to(server.address), await RawConnection.to(server.address)];
    stuck.send('GET /livez HTTP/1.1\r\nhos');
    await server.get('/livez');
    expect(await server.running.stop()).toBe(true);
    await Promise.all([silent.ended, stuck.ended]);
  });

  it('loses no request that stands behind another on its connection', async () => {
    await using server = await startTestServer();
    const connection = await RawConnection.to(server.address);
    const other = TEAM.replace('north', 'south');
    connection.send((await post(server, TEAM)) + (await post(server, other)));
    await connection.hears(/201/);
    await server.running.stop();
    expect(connection.heard.match(/HTTP\/1\.1 (201|503)/g)).toHaveLength(2);
  });
});
