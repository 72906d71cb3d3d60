import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { kept, temporaryDirectory } from '../support/kept.js';
import { type LedgerPlaces, onEveryShape } from '../support/shapes.js';
import { visitsMapping } from '../support/visits.js';

// Many commands, one after the other, on machines that have other work too.
jest.setTimeout(120_000);

/** The story: promised for tomorrow noon, moved overnight for an emergency, nobody called, done a day later. */
const LOG = `visit,what,when,due,who\r
v1,promise,2026-03-02 08:00:00,2026-03-03 12:00:00,huadong\r
v1,move,2026-03-02 23:00:00,2026-03-04 12:00:00,huadong\r
v1,done,2026-03-04 10:00:00,,huadong\r
v2,promise,2026-03-02 08:00:00,2026-03-03 12:00:00,acme\r
v2,move,2026-03-02 23:00:00,2026-03-04 12:00:00,acme\r
v2,tell,2026-03-03 08:00:00,2026-03-04 12:00:00,acme\r
v2,done,2026-03-04 10:00:00,,acme\r
v3,promise,2026-03-02 08:00:00,tomorrow,acme\r
v4,done,2026-03-02 09:00:00,,acme\r
,weather,2026-03-02 09:00:00,,\r
`;

onEveryShape('the kept command', (shape) => {
  const home = temporaryDirectory('cli');
  const elsewhere = temporaryDirectory('cwd');
  const [log, map] = [join(home.path, 'log.csv'), join(home.path, 'visits.map.json')];
  const importLog = ['import', log, '--map', map];
  let ledger: LedgerPlaces;

  beforeAll(async () => {
    ledger = await shape.newLedger();
    writeFileSync(log, LOG);
    writeFileSync(map, JSON.stringify(visitsMapping));
    const { environment } = ledger;
    const imported = await kept([...importLog, '--output', 'json'], { cwd: elsewhere.path, environment });
    expect(imported).toMatchObject({ code: 0 });
  });
  afterAll(() => {
    home.remove();
    elsewhere.remove();
  });

  it('tells the story: kept as planned, late as the customer was told; one phone call makes the difference', async () => {
    const rates = await ledger.keptJson<{ slice: object; basis: string; kept: number; late: number }[]>(
      'rates',
      '--by',
      'customer',
    );
    expect(rates.map(({ slice, basis, kept: k, late }) => [slice, basis, k, late])).toEqual([
      [{ customer: 'acme' }, 'as-first-promised', 0, 1],
      [{ customer: 'acme' }, 'as-last-agreed', 1, 0],
      [{ customer: 'acme' }, 'as-planned', 1, 0],
      [{ customer: 'huadong' }, 'as-first-promised', 0, 1],
      [{ customer: 'huadong' }, 'as-last-agreed', 0, 1],
      [{ customer: 'huadong' }, 'as-planned', 1, 0],
    ]);
  });

  it('answers for a moment in the past, and for an earlier position', async () => {
    const at = async (...moment: string[]): Promise<unknown> =>
      (await ledger.keptJson<Record<string, unknown>[]>('rates', '--basis', 'last', ...moment))[0];
    expect(await at('--at', '2026-03-03T04:00:00Z')).toMatchObject({ kept: 0, pending: 2, rate: null, low: null });
    expect(await at('--at', '2026-03-03T04:00:00.001Z')).toMatchObject({ kept: 0, overdue: 1, pending: 1 });
    expect(await at('--as-of', '1')).toMatchObject({ denominator: 0, rate: null });
  });

  it('shows a customer’s history, and what was known before the import: nothing', async () => {
    const { stdout } = await ledger.kept('history', 'huadong');
    expect(stdout).toContain('plan moved to Wed 2026-03-04 12:00 (emergency) [the customer is not told]');
    expect(stdout).toContain('still Tue 2026-03-03 12:00');
    const history = await ledger.keptJson<{ commitments: object[]; steps: object[] }>('history', 'acme');
    expect(history.commitments).toMatchObject([
      {
        commitment: 'v2',
        expectation: { due: '2026-03-04T04:00:00.000Z', timeZone: 'Asia/Shanghai' },
        outcomes: { 'as-first-promised': 'late', 'as-last-agreed': 'kept', 'as-requested': null, 'as-planned': 'kept' },
      },
    ]);
    const unknown = await ledger.kept('history', 'acme', '--known-at', '2026-03-10T00:00:00Z');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('Nothing was known of a customer “acme”');
  });

  it('rebuilds, and answers the same', async () => {
    const rates = ['rates', '--by', 'customer', '--at', '2026-06-01'];
    const before = await ledger.keptJson(...rates);
    expect(await ledger.kept('rebuild')).toMatchObject({ code: 0 });
    expect(await ledger.kept('rebuild', 'rates')).toMatchObject({ code: 0 });
    expect(await ledger.keptJson(...rates)).toEqual(before);
    const { stdout } = await ledger.kept('status');
    expect(stdout).toMatch(/rates +\d+ +live/);
    expect(await ledger.kept('verify')).toMatchObject({ code: 0 });
  });

  // The same wherever the ledger is.
  if (!shape.isDefault) return;

  it('accounts for every row, and says why it rejected some', async () => {
    const dry = join(home.path, 'dry');
    const rejects = join(home.path, 'rejects.csv');
    const { stdout, stderr, code } = await kept([
      ...importLog,
      '--data',
      dry,
      '--dry-run',
      '--strict',
      '--rejects',
      rejects,
      '--output',
      'json',
    ]);
    const summary = JSON.parse(stdout) as { files: unknown[]; entries: object; changed: boolean };
    expect(summary.files).toMatchObject([
      { read: 10, used: 8, ignored: { 'the weather is no promise': 1 }, rejected: 1 },
    ]);
    expect(summary).toMatchObject({ changed: false, entries: { refused: 1 } });
    const lines = readFileSync(rejects, 'utf8').trim().split(/\r?\n/);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^log\.csv,9,.*due.*tomorrow/);
    expect(lines[2]).toMatch(/^log\.csv,10,.*commitment-unknown/);
    expect(stderr).toContain('2 rows or entries were rejected');
    expect(code).toBe(4);
  });

  it('prints rates with everything needed to doubt them', async () => {
    const [rate] = await ledger.keptJson<Record<string, unknown>[]>(
      'rates',
      '--basis',
      'last',
      '--at',
      '2026-03-05',
      '--tz',
      'Asia/Shanghai',
      '--from',
      '2026-03-01',
      '--to',
      '2026-04-01',
    );
    expect(rate).toMatchObject({
      slice: {},
      basis: 'as-last-agreed',
      kept: 1,
      tolerated: 0,
      late: 1,
      broken: 0,
      overdue: 0,
      undetermined: 0,
      pending: 0,
      void: 0,
      numerator: 1,
      denominator: 2,
      rate: 0.5,
      lowerBound: 0.5,
      upperBound: 0.5,
      timeZone: 'Asia/Shanghai',
      period: { from: '2026-02-28T16:00:00.000Z', to: '2026-03-31T16:00:00.000Z' },
      at: '2026-03-04T16:00:00.000Z',
    });
    expect(rate!['low']).toBeCloseTo(0.0945, 4);
    expect(rate!['high']).toBeCloseTo(0.9055, 4);
    expect(rate!['position']).toMatch(/^\d+$/);
  });

  it('keeps data on stdout and talk on stderr, in every format', async () => {
    const csv = await ledger.kept('rates', '--output', 'csv');
    expect(csv.stdout.split('\r\n')[0]).toMatch(/^slice,basis,kept,/);
    expect(csv.stdout.trimEnd().split('\r\n')).toHaveLength(4);
    const jsonl = await ledger.kept('rates', '--output', 'jsonl');
    for (const line of jsonl.stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('denominator', 2);
    expect(jsonl.stderr).toBe('');
  });

  it('refuses what it cannot answer with a sentence, in English or Chinese, and exit code 2', async () => {
    const zone = ['rates', '--tz', 'Mars/Olympus'];
    expect(await ledger.kept(...zone)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no time zone') as unknown,
    });
    const chinese = await kept(zone, { environment: { ...ledger.environment, KEPT_LANG: 'zh-CN' } });
    expect(chinese).toMatchObject({ code: 2, stderr: expect.stringContaining('不是时区') as unknown });
    const wrong: [string[], string][] = [
      [['rates', '--by', 'moon'], 'Choose from: team'],
      [['rates', '--at', 'yesterday'], 'no date and time'],
      [['rates', '--as-of', '-1'], 'no position'],
      [['history'], "missing required argument 'customer'"],
      [['rebuild', 'moon'], 'Choose from: '],
      [['frobnicate'], 'unknown command'],
    ];
    for (const [args, sentence] of wrong)
      expect(await ledger.kept(...args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(sentence) as unknown,
      });
  });

  it('says where there is no ledger, and makes none', async () => {
    const nowhere = join(home.path, 'nowhere');
    const { code, stderr } = await kept(['rates'], { environment: { KEPT_DATA: nowhere } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('There is no ledger in') as unknown]);
    expect(readdirSync(home.path)).not.toContain('nowhere');
  });

  it('touches nothing outside the data directory', () => {
    expect(readdirSync(elsewhere.path)).toEqual([]);
  });

  it.each(['ledger.db', 'read-model.db'])('verifies, and finds one changed byte in %s', async (file) => {
    expect(await ledger.kept('verify')).toMatchObject({ code: 0 });
    const path = join(ledger.directory, file);
    // The last copy: a page that was split may keep earlier ones, which are no part of the ledger any more.
    const at = readFileSync(path).lastIndexOf('huadong');
    expect(at).toBeGreaterThan(0);
    const restore = flip(path, at);
    const { code, stdout } = await ledger.kept('verify');
    restore();
    expect(code).toBe(3);
    expect(stdout).toContain(file);
    expect(await ledger.kept('verify')).toMatchObject({ code: 0 });
  });
});

/** Flips one bit of a file, and gives back the way to flip it again. */
function flip(path: string, offset: number): () => void {
  const turn = (): void => {
    const byte = Buffer.alloc(1);
    const file = openSync(path, 'r+');
    readSync(file, byte, 0, 1, offset);
    byte[0]! ^= 0x01;
    writeSync(file, byte, 0, 1, offset);
    closeSync(file);
  };
  expect(statSync(path).size).toBeGreaterThan(offset);
  turn();
  return turn;
}
