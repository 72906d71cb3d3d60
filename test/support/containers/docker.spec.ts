import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { temporaryDirectory } from '../kept.js';
import { dockerMissing } from './docker.js';

describe('whether Docker is here', () => {
  const home = temporaryDirectory('docker');
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
    home.remove();
  });

  async function engine(name: string, listener: RequestListener): Promise<string> {
    const socket = join(home.path, name);
    const server = createServer(listener);
    servers.push(server);
    await once(server.listen(socket), 'listening');
    return `unix://${socket}`;
  }

  it('is known by an answer', async () => {
    const host = await engine('well', ({ url }, response) => response.writeHead(url === '/_ping' ? 200 : 404).end());
    expect(await dockerMissing({ DOCKER_HOST: host })).toBeUndefined();
  });

  it('is doubted where the answer is no', async () => {
    const host = await engine('ill', (_, response) => response.writeHead(500).end());
    expect(await dockerMissing({ DOCKER_HOST: host })).toContain('status 500');
  });

  it('is denied at once where nobody listens', async () => {
    expect(await dockerMissing({ DOCKER_HOST: `unix://${home.path}/nobody` })).toContain('ENOENT');
    expect(await dockerMissing({ DOCKER_HOST: 'tcp://127.0.0.1:1' })).toContain('ECONNREFUSED');
  });
});
