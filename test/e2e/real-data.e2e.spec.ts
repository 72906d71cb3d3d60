import { beforeAll, afterAll, expect, it } from '@jest/globals';
import { type Position } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { catchUp, openReadModel } from '#kept/read-model';
import { join } from 'node:path';
import { kept, keptJson, root, temporaryDirectory } from '../support/kept.js';
import { logicalContent } from '../support/logical-content.js';
import { circuitsOf, mustBeAsCounted } from '../support/outages.js';
import { dataFile, describeWithRealData } from '../support/real-data.js';

interface Rate {
  slice: Record<string, string | null>;
  basis: string;
  kept: number;
  tolerated: number;
  late: number;
  broken: number;
  overdue: number;
  undetermined: number;
  pending: number;
  void: number;
  numerator: number;
  denominator: number;
  rate: number | null;
  low: number;
  high: number;
  lowerBound: number | null;
  upperBound: number | null;
  position: string;
  keptOnlyBecauseTold: number;
  reschedules: number;
  commitments: number;
  lateness: Record<'p50' | 'p90' | 'p95' | 'p99' | 'max', number>;
}

interface Summary {
  entries: { total: number; recorded: number; unchanged: number; withoutEffect: number; refused: number };
  files: { file: string; read: number; used: number; ignored: Record<string, number>; rejected: number }[];
  entriesByType: Record<string, number>;
  changed: boolean;
}

const DAY = 86_400_000;

function importArguments(set: 'pge-outages' | 'olist', directory: string): string[] {
  const files = {
    'pge-outages': ['events.csv.gz', 'outages.csv.gz'],
    olist: ['customers', 'order_items', 'orders', 'order_reviews'].map((name) => `olist_${name}_dataset.csv.gz`),
  }[set].map((file) => dataFile(`${set}/${file}`));
  return ['import', ...files, '--map', join(root, `examples/${set}.map.json`), '--data', directory];
}

const outcomesOf = (rates: readonly Rate[], basis: string): Partial<Rate> => {
  const {
    kept: k,
    tolerated,
    late,
    broken,
    overdue,
    undetermined,
    pending,
  } = rates.find((rate) => rate.basis === basis)!;
  return { kept: k, tolerated, late, broken, overdue, undetermined, pending };
};

/** Projects a ledger in many small steps, with stops in between, into a read model of its own. */
async function projectedBitByBit(directory: string): Promise<Record<string, string>> {
  const store = openSqliteEventStore(join(directory, 'ledger.db'), { readOnly: true });
  const path = join(directory, 'bit-by-bit.db');
  const head = Number(await store.head());
  for (let step = 1; step <= 7; step += 1) {
    const readModel = await openReadModel(path);
    const through = BigInt(Math.floor((head * step) / 7)) as Position;
    await catchUp(readModel, store, { through, batchSize: 613 });
    await readModel.close();
  }
  await store.close();
  return logicalContent(path);
}

function rebuildEqualsIncremental(directory: string): void {
  it('are projected to the same rows at once, bit by bit, and anew', async () => {
    const atOnce = logicalContent(join(directory, 'read-model.db'));
    expect(Object.keys(atOnce)).toEqual(expect.arrayContaining(['commitments', 'history', 'rates']));
    expect(await projectedBitByBit(directory)).toEqual(atOnce);
    expect(await kept(['rebuild', '--data', directory])).toMatchObject({ code: 0 });
    expect(logicalContent(join(directory, 'read-model.db'))).toEqual(atOnce);
  }, 180_000);
}

describeWithRealData('the power outages', () => {
  const directory = temporaryDirectory('pge');
  let summary: Summary;
  beforeAll(async () => {
    summary = await keptJson<Summary>(importArguments('pge-outages', directory.path));
  }, 180_000);
  afterAll(directory.remove);

  it('are imported to the row: used, ignored by a rule, or rejected', () => {
    for (const { read, used, ignored, rejected } of summary.files)
      expect(used + rejected + Object.values(ignored).reduce((sum, one) => sum + one, 0)).toBe(read);
    expect(summary.files.map(({ file, read }) => [file, read])).toEqual([
      ['events.csv.gz', 125_261],
      ['outages.csv.gz', 41_862],
    ]);
    expect(summary.entriesByType).toMatchObject({ MakePromise: 29_295, Reschedule: 6_364 + 166, Fulfil: 29_295 });
    expect(summary.entries).toMatchObject({ refused: 0, withoutEffect: 0, unchanged: 0 });
  });

  it('were kept 85.47 % as first promised and 98.61 % as last agreed', async () => {
    const rates = await keptJson<Rate[]>(['rates', '--basis', 'first,last,planned', '--data', directory.path]);
    expect(outcomesOf(rates, 'as-first-promised')).toEqual({
      kept: 24_491,
      late: 4_164,
      undetermined: 640,
      tolerated: 0,
      broken: 0,
      overdue: 0,
      pending: 0,
    });
    expect(outcomesOf(rates, 'as-last-agreed')).toEqual({
      kept: 28_159,
      late: 396,
      undetermined: 740,
      tolerated: 0,
      broken: 0,
      overdue: 0,
      pending: 0,
    });
    const [first, last] = rates as [Rate, Rate];
    const percent = (value: number | null): string => (value! * 100).toFixed(2);
    expect([first.rate, first.lowerBound, first.upperBound].map(percent)).toEqual(['85.47', '83.60', '85.79']);
    expect([last.rate, last.lowerBound, last.upperBound].map(percent)).toEqual(['98.61', '96.12', '98.65']);
    expect(last.keptOnlyBecauseTold).toBe(1_651);
    expect(last.reschedules).toBe(6_530);
  });

  it('come out right for every circuit', async () => {
    const rates = await keptJson<Rate[]>([
      'rates',
      '--by',
      'customer',
      '--basis',
      'first,last',
      '--data',
      directory.path,
    ]);
    const circuits = circuitsOf();
    expect(circuits.length).toBeGreaterThan(2_000);
    mustBeAsCounted(rates, circuits);
  });

  it('change nothing when they are imported again, and it says so', async () => {
    const before = await keptJson<Rate[]>(['rates', '--data', directory.path]);
    const again = await kept(importArguments('pge-outages', directory.path));
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('Nothing changed');
    const after = await keptJson<Rate[]>(['rates', '--data', directory.path]);
    expect(after[0]!.position).toBe(before[0]!.position);
  }, 120_000);

  rebuildEqualsIncremental(directory.path);

  it('leave a sound ledger', async () => {
    expect(await kept(['verify', '--data', directory.path])).toMatchObject({ code: 0 });
  }, 120_000);
});

describeWithRealData('the orders of a marketplace', () => {
  const directory = temporaryDirectory('olist');
  let summary: Summary;
  beforeAll(async () => {
    summary = await keptJson<Summary>(importArguments('olist', directory.path));
  }, 180_000);
  afterAll(directory.remove);

  it('were kept 91.35 % by the end of the promised day', async () => {
    const [rate] = (await keptJson<Rate[]>(['rates', '--basis', 'last', '--data', directory.path])) as [Rate];
    expect(rate).toMatchObject({ kept: 26_281, late: 1_876, broken: 267, overdue: 345, undetermined: 0, pending: 0 });
    expect(rate.denominator).toBe(28_769);
    expect((rate.rate! * 100).toFixed(2)).toBe('91.35');
    expect(summary.entriesByType).toMatchObject({ MakePromise: 28_769, Fulfil: 28_157, Withdraw: 146 + 121 });
  });

  rebuildEqualsIncremental(directory.path);

  it('were so many days late, nearest rank', async () => {
    const [rate] = (await keptJson<Rate[]>(['rates', '--basis', 'last', '--data', directory.path])) as [Rate];
    const days = (milliseconds: number): string => (milliseconds / DAY).toFixed(4);
    expect(
      [rate.lateness.p50, rate.lateness.p90, rate.lateness.p95, rate.lateness.p99, rate.lateness.max].map(days),
    ).toEqual(['-12.9705', '-2.1894', '2.7435', '16.9321', '187.9751']);
  });
});
