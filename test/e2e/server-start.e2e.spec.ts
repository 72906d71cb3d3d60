import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { kept, temporaryDirectory } from '../support/kept.js';
import { clientOf } from '../support/server.js';
import { launch, launchListening } from '../support/launched-server.js';

const home = temporaryDirectory('start');
afterAll(home.remove);
let count = 0;
let data: string;
beforeEach(() => {
  data = join(home.path, String((count += 1)));
});

describe('npm start', () => {
  it('says what it starts with, then where it listens; the log alone goes to stdout', async () => {
    const npm = { command: ['npm', 'start', '--silent', '--'] };
    await using server = await launchListening(['--data', data], npm);
    expect((await clientOf(server.address).get('/livez')).status).toBe(200);
    await clientOf(server.address).get('/v1/nothing');
    server.child.kill('SIGTERM');
    const { code, stdout, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/KEPT_HOST +127\.0\.0\.1/);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ level: 'info', method: 'GET', status: 404, refusal: 'route-unknown' }),
    );
  }, 90_000);

  it('starts a second time on what is there', async () => {
    for (let n = 0; n < 2; n += 1) {
      await using server = await launchListening(['--data', data]);
      server.child.kill('SIGINT');
      expect(await server.ended).toMatchObject({ code: 0 });
    }
    expect(await kept(['verify', '--data', data])).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('a start that cannot be', () => {
  const failing = async (args: string[], environment: Record<string, string> = {}) =>
    launch(args, { environment }).ended;

  it('names every wrong value and unknown variable, and what to change', async () => {
    const { code, stderr, stdout } = await failing(['--port', 'many'], { KEPT_LOG: 'loud', KEPT_PROT: '1' });
    expect(code).toBe(2);
    expect(stderr).toContain('KEPT_PORT is “many”; it must be a whole number from 0 to 65535');
    expect(stderr).toContain('KEPT_LOG is “loud”; it must be one of: silent, error, warn, info, debug');
    expect(stderr).toContain('KEPT_PROT is not known here');
    expect(stdout).toBe('');
  }, 30_000);

  it('prefers what was said on the command line', async () => {
    await using server = await launchListening(['--data', data], {
      environment: { KEPT_DATA: '/dev/null/nowhere' },
    });
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0 });
  }, 30_000);

  it('refuses options that it does not know', async () => {
    expect(await failing(['--prot', '1'])).toMatchObject({ code: 2, stdout: '' });
  }, 30_000);

  it('says that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await failing(['--data', data, '--port', String(port)]);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} of 127.0.0.1 is taken by another program.`);
  }, 30_000);

  it('says that the directory cannot be made', async () => {
    writeFileSync(data, 'a file');
    const { code, stderr } = await failing(['--data', join(data, 'below'), '--port', '0']);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be made or written (ENOTDIR)');
  }, 30_000);

  it('says that what is there is no ledger, and leaves it as it is', async () => {
    mkdirSync(data);
    writeFileSync(
      join(data, 'ledger.db'),
      'a letter to somebody, and longer than a header of one hundred bytes '.repeat(4),
    );
    const { code, stderr } = await failing(['--data', data, '--port', '0']);
    expect(code).toBe(1);
    expect(stderr).toContain('is not a ledger of Kept');
  }, 30_000);

  it('says that somebody else has the ledger locked', async () => {
    expect(await kept(['demo', '--commitments', '5', '--data', data])).toMatchObject({ code: 0 });
    const other = new Database(join(data, 'ledger.db'));
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const { code, stderr } = await failing(['--data', data, '--port', '0']);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot be opened .*locked/);
  }, 30_000);
});

describe('npm start -- --demo', () => {
  const demo = (args: string[] = []) => ['--demo', '--commitments', '300', '--data', data, ...args];

  it('fills an empty directory, saying how far it is, and shows what to try', async () => {
    await using server = await launchListening(demo());
    await server.saying(/Try:\n.*curl/);
    const lines = server
      .said()
      .stderr.split('\n')
      .filter((line) => line.includes('curl'));
    for (const line of lines) {
      const address = /'(http:[^']+)'/.exec(line)![1]!;
      const authorization = /Authorization: (Bearer [^']+)/.exec(line)?.[1];
      expect((await fetch(address, { headers: authorization ? { authorization } : {} })).status).toBe(200);
    }
    expect(lines).toHaveLength(3);
    server.child.kill('SIGTERM');
    const { stderr } = await server.ended;
    expect(stderr).toContain('filling the demo: 150 of 300 commitments');
    expect(stderr).toMatch(/Filled .* with the demo: [\d,]+ events/);

    await using again = await launchListening(demo());
    again.child.kill('SIGTERM');
    expect((await again.ended).stderr).not.toContain('filling');
  }, 90_000);

  it('keeps out of a ledger that is none of its own', async () => {
    await using real = await launchListening(['--data', data]);
    const team = { team: 'north', name: 'North', timeZone: 'Asia/Shanghai' };
    const [, key] = await real.saying(/never again:\n(\S+)\n/);
    const somebody = clientOf(real.address, { authorization: `Bearer ${key!}` });
    expect((await somebody.post('/v1/teams', team)).status).toBe(201);
    real.child.kill('SIGTERM');
    await real.ended;
    const { code, stderr } = await launch(demo()).ended;
    expect(code).toBe(2);
    expect(stderr).toContain('There is a ledger already that is no demo.');
  }, 60_000);
});
