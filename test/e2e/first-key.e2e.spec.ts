import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openWorkspace } from '#kept/workspace';
import { temporaryDirectory } from '../support/kept.js';
import { clientOf } from '../support/server.js';
import { built } from '../support/server-process.js';

/** Starts the built server, does something while it listens, stops it, and tells what it said where. */
async function started(
  data: string,
  meanwhile: (address: string, said: () => string) => Promise<void> = () => Promise.resolve(),
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const child = spawn(process.execPath, [built('bundle/server.js')], {
    env: { PATH: process.env['PATH'] ?? '', KEPT_DATA: data, KEPT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const ended = once(child, 'close') as Promise<[number | null]>;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      // The last that it says when it starts.
      const listens = /listens on (\S+)\n(?:.+\n)?/.exec(stderr)?.[1];
      if (listens !== undefined) resolve(listens);
    });
    child.once('exit', () => reject(new Error(stderr)));
  });
  try {
    await meanwhile(address, () => stderr);
  } finally {
    child.kill('SIGTERM');
  }
  const [code] = await ended;
  return { stdout, stderr, code };
}

describe('the first start', () => {
  const home = temporaryDirectory('first-key');
  afterAll(() => home.remove());
  const keyIn = (text: string): string | undefined => /^kept_\S+$/m.exec(text)?.[0];

  it('prints an admin’s key once: on stderr, and nowhere in the log, and at no later start', async () => {
    const data = join(home.path, 'new');
    const first = await started(data, async (address, said) => {
      while (keyIn(said()) === undefined) await new Promise((resolve) => setImmediate(resolve));
      const admin = clientOf(address, { authorization: `Bearer ${keyIn(said())!}` });
      expect(await admin.get('/v1/caller')).toMatchObject({ status: 200, body: { principal: 'admin', role: 'admin' } });
    });
    const key = keyIn(first.stderr)!;
    expect(first.stderr.split('\n').filter((line) => line.includes(key))).toEqual([key]);
    expect(first.stdout).not.toContain(key);
    expect(first.stderr).toContain('never again');
    const second = await started(data, async (address) => {
      const admin = clientOf(address, { authorization: `Bearer ${key}` });
      expect((await admin.get('/v1/caller')).status).toBe(200);
    });
    expect(second.stdout + second.stderr).not.toContain('kept_');
  });

  it('on a ledger that holds something, to which nobody has a key, says how to come by one', async () => {
    const data = join(home.path, 'filled');
    const workspace = await openWorkspace(data, { create: true });
    const id = '6f1d0c1a-d1c5-4f1c-9a8a-3b1f0a6e2d47';
    await workspace.store.append('team-north', 'no_stream', [
      {
        ...{ id, type: 'TeamRegistered', data: { name: 'North', timeZone: 'UTC' } },
        metadata: {
          ...{ schemaVersion: 1, actor: { id: 'a', role: 'b' }, occurredAt: 0, recordedAt: 0 },
          ...{ correlationId: id, causationId: id, commandId: id, commandFingerprint: 'f' },
        },
      },
    ]);
    await workspace.close();
    const { stdout, stderr } = await started(data);
    expect(stdout + stderr).not.toContain('kept_');
    expect(stderr).toContain('kept keys issue --principal admin --role admin');
  });
});
