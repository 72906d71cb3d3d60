import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { kept, keptJson, root, temporaryDirectory } from '../support/kept.js';
import { random } from '../support/random.js';
import { visitsMapping } from '../support/visits.js';
import { SEED } from '../support/seed.js';

const KILLS = 20;
const VISITS = 4_000;

/** `2026-01-01 08:00:00`, as the mapping reads it. */
function time(day: number, hour: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day, hour)).toISOString().slice(0, 19).replace('T', ' ');
}

/** Promises, half of them moved, some of those told, most fulfilled. */
function visits(): string {
  const lines = ['visit,what,when,due,who'];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const [day, who] = [visit % 60, `customer ${visit % 97}`];
    lines.push(`v${visit},promise,${time(day, 8)},${time(day + 1, 12)},${who}`);
    if (visit % 2 === 0) lines.push(`v${visit},move,${time(day, 20)},${time(day + 2, 12)},${who}`);
    if (visit % 6 === 0) lines.push(`v${visit},tell,${time(day, 21)},${time(day + 2, 12)},${who}`);
    if (visit % 5 !== 0) lines.push(`v${visit},done,${time(day + (visit % 3), 11)},,${who}`);
  }
  return `${lines.join('\n')}\n`;
}

describe(`an import killed at random moments (KEPT_TEST_SEED=${SEED})`, () => {
  const home = temporaryDirectory('kill');
  const [file, map] = [join(home.path, 'log.csv'), join(home.path, 'visits.map.json')];
  beforeAll(() => {
    writeFileSync(file, visits());
    writeFileSync(map, JSON.stringify(visitsMapping));
  });
  afterAll(home.remove);

  /** Lets a process import until it is killed: as soon as it has acknowledged so many histories, or never. */
  function live(directory: string, mode: string, killAfter: number): Promise<string[]> {
    mkdirSync(directory, { recursive: true });
    return new Promise((done, failed) => {
      const words = [directory, file, map, mode, String(killAfter)];
      const child = spawn(process.execPath, [join(root, 'test/faults/import-child.mjs'), ...words], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      let lines = 0;
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        lines += text.split('\n').length - 1;
        if (lines >= killAfter) child.kill('SIGKILL');
      });
      child.once('error', failed);
      child.once('close', (code, signal) => {
        // A process that failed by itself, or was through already, has tried nothing.
        if (signal !== 'SIGKILL') failed(new Error(`the import was not killed; it ended with ${String(code)}`));
        done(
          said
            .slice(0, said.lastIndexOf('\n') + 1)
            .split('\n')
            .filter((line) => line !== ''),
        );
      });
    });
  }

  /** Streams in the ledger, each with the ids of its events. */
  async function streamsIn(directory: string): Promise<Map<string, string[]>> {
    const streams = new Map<string, string[]>();
    if (!existsSync(join(directory, 'ledger.db')) || statSync(join(directory, 'ledger.db')).size === 0) return streams;
    const store = openSqliteEventStore(join(directory, 'ledger.db'));
    for await (const page of store.readAll())
      for (const { stream, id } of page) streams.set(stream, [...(streams.get(stream) ?? []), id]);
    await store.close();
    return streams;
  }

  const ratesOf = (directory: string): Promise<object[]> =>
    keptJson(['rates', '--by', 'customer', '--at', '2026-06-01', '--data', directory]);

  it(`loses nothing in ${KILLS} kills, doubles nothing, and ends with the same figures`, async () => {
    const [killed, whole] = [join(home.path, 'killed'), join(home.path, 'whole')];
    expect(await kept(['import', file, '--map', map, '--data', whole])).toMatchObject({ code: 0 });
    const next = random(SEED);
    const acknowledged = new Set<string>();
    const total = VISITS + 97 + 1;
    let kills = 0;
    while (kills < KILLS) {
      // Anywhere in what is acknowledged, for the first time or as known already.
      const heard = await live(killed, 'honest', 1 + Math.floor(next() * total * 0.9));
      for (const stream of heard) acknowledged.add(stream);
      kills += 1;
      const there = await streamsIn(killed);
      for (const stream of acknowledged) expect([stream, there.has(stream)]).toEqual([stream, true]);
    }
    expect(await kept(['import', file, '--map', map, '--data', killed])).toMatchObject({ code: 0 });
    const [after, undisturbed] = [await streamsIn(killed), await streamsIn(whole)];
    for (const ids of after.values()) expect(new Set(ids).size).toBe(ids.length);
    expect(new Map([...after].sort())).toEqual(new Map([...undisturbed].sort()));
    expect(await kept(['verify', '--data', killed])).toMatchObject({ code: 0 });
    const withoutPosition = (rates: object[]): object[] => rates.map((rate) => ({ ...rate, position: '' }));
    expect(withoutPosition(await ratesOf(killed))).toEqual(withoutPosition(await ratesOf(whole)));
  }, 300_000);

  it('is a trial that a store acknowledging too early would not pass', async () => {
    const directory = join(home.path, 'mutant');
    const acknowledged = await live(directory, 'too-early', Infinity);
    const there = await streamsIn(directory);
    expect(acknowledged.filter((stream) => !there.has(stream))).not.toEqual([]);
  }, 60_000);
});
