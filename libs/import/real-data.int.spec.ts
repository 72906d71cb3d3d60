import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { type Basis, type CommitmentCommand, decide, evolve, factsOf, outcomeOn, unmade } from '#kept/domain';
import { recordedAt } from './import.fixture.js';
import { readMapping } from './mapping/index.js';
import { rehearsal } from './recording/index.js';
import { runImport } from './run-import.js';

/**
 * The example mappings over the real files, which are no part of the repository; the true figures were counted by
 * scripts that share no code with this one.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const data = join(root, '../shared/data');

const describeWithData = (folder: string, body: () => void): void => {
  if (existsSync(join(data, folder))) {
    describe(folder, body);
    return;
  }
  process.stdout.write(`skipped: the figures of ${folder}, because ../shared/data/${folder} is not there\n`);
  describe.skip(folder, body);
};

const count = <K extends string>(counts: Partial<Record<K, number>>, key: K | undefined): void => {
  if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
};

/** Imports a folder through its mapping, and judges every commitment by folding what would be recorded. */
async function judged(folder: string, mappingFile: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-real-'));
  const first: Record<string, number> = {};
  const last: Record<string, number> = {};
  const teams: Record<string, number> = {};
  let keptOnlyBecauseTold = 0;
  const others = rehearsal();
  try {
    const summary = await runImport({
      files: readdirSync(join(data, folder)).map((name) => join(data, folder, name)),
      mapping: await readMapping(join(root, 'examples', mappingFile)),
      dataDir,
      recordedAt,
      actor: { id: 'tester', role: 'importer' },
      record: (history) => {
        if (history.stream.kind !== 'commitment') return others(history);
        let commitment = unmade;
        const outcomes = history.entries.map(({ type, data, occurredAt }, index) => {
          const metadata = { occurredAt, recordedAt };
          const events = decide({ type, data, metadata } as CommitmentCommand, commitment);
          for (const event of events)
            commitment = evolve(commitment, { ...event, id: String(index), revision: index, ...metadata });
          return { outcome: 'recorded' as const, events: events.length };
        });
        const on = (basis: Basis) => outcomeOn(basis, commitment, recordedAt);
        count(first, on('as-first-promised'));
        count(last, on('as-last-agreed'));
        if (commitment.status !== 'unmade') {
          const facts = factsOf(commitment);
          count(teams, facts.team);
          if (facts.keptOnlyBecauseTold) keptOnlyBecauseTold += 1;
        }
        return Promise.resolve(outcomes);
      },
    });
    for (const { read, used, ignored, rejected } of summary.files)
      expect(used + rejected + Object.values(ignored).reduce((sum, rows) => sum + rows, 0)).toBe(read);
    return { summary, first, last, teams, keptOnlyBecauseTold, left: readdirSync(dataDir) };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

describe('the example mappings over real data', () => {
  describeWithData('pge-outages', () => {
    it('gives the true figures', async () => {
      const { summary, first, last, keptOnlyBecauseTold, left } = await judged('pge-outages', 'pge-outages.map.json');
      expect(summary.entriesByType).toMatchObject({
        MakePromise: 29_295,
        Reschedule: 6_530,
        Notify: 6_530,
        Fulfil: 29_295,
      });
      expect(summary.files).toMatchObject([
        {
          input: 'events',
          read: 125_261,
          used: 35_825,
          ignored: {
            'an outage opened: nothing is promised yet': 41_862,
            'the estimate was blanked: the promise stands': 5,
            'the crew moved: nothing is promised': 43_955 + 3_614,
          },
          rejected: 0,
        },
        { input: 'outages', read: 41_862, used: 29_295, ignored: { 'the outage never got a promise': 12_567 } },
      ]);
      expect(first).toEqual({ kept: 24_491, late: 4_164, undetermined: 640 });
      expect(last).toEqual({ kept: 28_159, late: 396, undetermined: 740 });
      expect(keptOnlyBecauseTold).toBe(1_651);
      expect(left).toEqual([]);
    }, 60_000);
  });

  describeWithData('olist', () => {
    it('gives the true figures', async () => {
      const { summary, last, teams } = await judged('olist', 'olist.map.json');
      expect(summary.entriesByType).toMatchObject({
        MakePromise: 28_769,
        Fulfil: 28_157,
        Withdraw: 146 + 121,
        ReportSatisfaction: 20_795,
      });
      expect(summary.entries.refused).toBe(0);
      expect(last).toEqual({ kept: 26_281, late: 1_876, broken: 267, overdue: 345 });
      expect(teams['unknown']).toBe(155);
    }, 60_000);
  });

  describeWithData('noshow', () => {
    it('gives the true figures', async () => {
      const { summary, last } = await judged('noshow', 'noshow.map.json');
      expect(summary.entriesByType).toMatchObject({ MakePromise: 110_527, RegisterCustomer: 62_299 });
      expect(Object.values(summary.counts)).toEqual([35_482]);
      expect(last).toEqual({ kept: 88_208, void: 22_314, broken: 5 });
    }, 60_000);
  });
});
