import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { openReadModel, status, verify } from '#kept/read-model';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { writeLog } from '../bench/believable-log.js';
import { root, temporaryDirectory } from '../support/kept.js';

const EVENTS = 8_000;
/** Batches that a process gets to see stored before it is killed: few of one life, many of another. */
const LIVES = [1, 3, 2, 8, 1, 13, 5, 1];

describe('a build of the read model, killed again and again', () => {
  const home = temporaryDirectory('build-kill');
  const file = (name: string): string => join(home.path, name);
  beforeAll(async () => {
    const store = openSqliteEventStore(file('ledger.db'));
    await writeLog(store, { events: EVENTS, customers: 200 });
    await store.close();
  });
  afterAll(home.remove);

  /** Lets a process build until it has said so many batches are stored. @returns the last position it named */
  function live(batches: number): Promise<{ last: number; killed: boolean }> {
    return new Promise((done, failed) => {
      const words = [home.path, String(batches)];
      const child = spawn(process.execPath, [join(root, 'test/faults/build-child.mjs'), ...words], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.split('\n').length > batches) child.kill('SIGKILL');
      });
      child.once('error', failed);
      child.once('close', (code, signal) => {
        if (code !== 0 && signal !== 'SIGKILL') failed(new Error(`the build ended with ${String(code)}`));
        done({ last: Number(said.split('\n').at(-2)), killed: signal === 'SIGKILL' });
      });
    });
  }

  it('goes on from no earlier than it said, and ends with the rows of an undisturbed one', async () => {
    const store = openSqliteEventStore(file('ledger.db'), { readOnly: true });
    let reached = 0;
    for (const batches of LIVES) {
      const { last, killed } = await live(batches);
      expect([killed, last > reached]).toEqual([true, true]);
      const model = await openReadModel(file('read-model.db'));
      const checkpoints = (await status(model, store)).map(({ checkpoint }) => Number(checkpoint));
      expect(Math.min(...checkpoints)).toBeGreaterThanOrEqual(last);
      reached = Math.max(...checkpoints);
      await model.close();
    }
    expect(await live(Infinity)).toEqual({ last: Number(await store.head()), killed: false });
    const model = await openReadModel(file('read-model.db'));
    const findings = [];
    for await (const finding of verify(model, store, { scratch: home.path })) findings.push(finding);
    expect(findings).toEqual([]);
    await model.close();
    await store.close();
  }, 60_000);
});
