import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { root } from '../support/kept.js';
import { type ServerProcess, startServerProcess } from '../support/server-process.js';
import { onEveryShape } from '../support/shapes.js';

const run = promisify(execFile);

/** What the first start of an api on an empty ledger shows. */
async function firstKeyOf(api: ServerProcess): Promise<string> {
  for (;;) {
    const key = /^kept_\S+$/m.exec(api.said())?.[0];
    if (key !== undefined) return key;
    await wait(20);
  }
}

onEveryShape('a deployment', ({ newLedger }) => {
  it('does its work where there is an api and a worker, and the smoke test finds that out', async () => {
    const { directory: data, environment } = await newLedger();
    const start = (role: string) => startServerProcess({ data, environment: { ...environment, KEPT_ROLE: role } });
    const [worker, api] = [await start('worker'), await start('api')];
    const key = await firstKeyOf(api);
    const smoke = (at: string) =>
      run(process.execPath, [join(root, 'deployment/smoke.js'), at], { env: { KEPT_KEY: key } });
    try {
      expect((await smoke(api.address)).stdout).toMatch(/^recorded at \d+\nprojected\nbreach declared\n$/);
      // Only the one is asked anything.
      await expect(smoke(worker.address)).rejects.toThrow('404');
    } finally {
      for (const server of [worker, api]) {
        server.signal('SIGTERM');
        await server.ended;
      }
    }
  }, 90_000);
});
