import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSharing } from './file-sharing.js';
import { SHARES } from './holding.js';
import { Idler } from './sharing.fixture.js';

let directory: string;
let joined: FileSharing[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kept-sharing-'));
  joined = [];
});
afterEach(async () => {
  await Promise.all(joined.map((sharing) => sharing.leave()));
  rmSync(directory, { recursive: true, force: true });
});

async function joining(idler: Idler, file = join(directory, 'workers.lock')): Promise<FileSharing> {
  const sharing = new FileSharing(file, { tryEvery: 5 });
  joined.push(sharing);
  await sharing.join(idler);
  return sharing;
}

describe('processes of one machine', () => {
  it('are one that does everything, and others that stand by until it leaves', async () => {
    const [one, two] = [new Idler(), new Idler()];
    const first = await joining(one);
    await joining(two);
    expect([one.size, two.size]).toEqual([SHARES, 0]);
    let isGone = false;
    one.letGo = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      expect(two.size).toBe(0);
      isGone = true;
    };
    await first.leave();
    expect(isGone).toBe(true);
    await two.until(() => two.size === SHARES);
    expect(one.size).toBe(0);
  });

  it('take over from one that is killed', async () => {
    const file = join(directory, 'workers.lock');
    const libsql = createRequire(import.meta.url).resolve('libsql');
    const code = `const Libsql = require(${JSON.stringify(libsql)});
      globalThis.lock = new Libsql(${JSON.stringify(file)});
      lock.exec('BEGIN EXCLUSIVE');
      process.stdout.write('locked');
      process.stdin.resume();`;
    const other = spawn(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    const idler = new Idler();
    await joining(idler);
    expect(idler.size).toBe(0);
    other.kill('SIGKILL');
    await idler.until(() => idler.size === SHARES);
  });

  it('hold nothing where no file can be made', async () => {
    const idler = new Idler();
    await joining(idler, join(directory, 'missing', 'workers.lock'));
    expect(idler.size).toBe(0);
  });
});
