import { afterAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, temporaryDirectory } from '../support/kept.js';
import { issueKeys, type ServerProcess, startServerProcess } from '../support/server-process.js';

const run = promisify(execFile);

describe('a deployment', () => {
  const home = temporaryDirectory('smoke');
  const servers: ServerProcess[] = [];
  afterAll(async () => {
    for (const server of servers) server.signal('SIGTERM');
    for (const server of servers) await server.ended;
    home.remove();
  });

  async function start(role: string): Promise<ServerProcess> {
    const server = await startServerProcess({ data: home.path, environment: { KEPT_ROLE: role } });
    servers.push(server);
    return server;
  }

  it('does its work where there is an api and a worker, and the smoke test finds that out', async () => {
    const { admin } = await issueKeys(home.path, ['north']);
    const worker = await start('worker');
    const api = await start('api');
    const smoke = (at: string) =>
      run(process.execPath, [join(root, 'deployment/smoke.js'), at], { env: { KEPT_KEY: admin } });
    expect((await smoke(api.address)).stdout).toMatch(/^recorded at \d+\nprojected\nbreach declared\n$/);
    // Only the one is asked anything.
    await expect(smoke(worker.address)).rejects.toThrow('404');
  }, 90_000);
});
