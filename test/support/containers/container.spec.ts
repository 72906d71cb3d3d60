import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { temporaryDirectory } from '../kept.js';
import { startContainer } from './container.js';

describe('a container for the tests', () => {
  const home = temporaryDirectory('container');
  // An engine that is there, and can do nothing.
  const engine = createServer(({ url }, response) => response.writeHead(url?.endsWith('/_ping') ? 200 : 500).end('{}'));
  const before = process.env['DOCKER_HOST'];
  afterAll(() => {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
    engine.close();
    home.remove();
  });

  it('that cannot be had says so, and leaves nothing when its owner has ended', async () => {
    await once(engine.listen(join(home.path, 'engine')), 'listening');
    process.env['DOCKER_HOST'] = `unix://${home.path}/engine`;
    const owner = spawn('sleep', ['60']);
    const directory = temporaryDirectory('owned').path;
    const wanted = { image: 'nobody/nothing:1.0', port: 1, environment: {}, ready: { path: '/' } };
    expect(await startContainer(wanted, owner.pid!, directory)).toEqual({
      missing: expect.stringContaining('no container of nobody/nothing:1.0 could be started') as unknown,
    });
    owner.kill();
    while (existsSync(directory)) await wait(20);
  });
});
