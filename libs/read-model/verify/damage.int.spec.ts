import { type Finding } from '#kept/event-store';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Libsql from 'libsql';
import { readFileSync, writeFileSync } from 'node:fs';
import { SEED } from '../../../test/support/seed.js';
import { catchUp, openReadModel, PROJECTIONS, verify } from '../index.js';
import { sql } from 'kysely';
import { type TestLedger, withLedger } from '../testing/ledger.fixture.js';
import { randomLogs, record } from '../testing/random-log.fixture.js';

const FLIPS = 150;
const LOG = fc.sample(randomLogs, { seed: 11, numRuns: 60 }).sort((a, b) => b.length - a.length)[0]!;

/** A read model in one closed file, and everything needed to look at damaged copies of it. */
async function withFile(work: (ledger: TestLedger, file: string, whole: Buffer) => Promise<void>): Promise<void> {
  await withLedger(async (ledger) => {
    await record(ledger.store, LOG);
    const file = `${ledger.directory}/closed.db`;
    const model = await openReadModel(file);
    await catchUp(model, ledger.store);
    // Packed: a copy of a text that an update has left in free space is not what this is about.
    await sql`vacuum`.execute(model.db);
    await sql`pragma wal_checkpoint(truncate)`.execute(model.db);
    await model.close();
    await work(ledger, file, readFileSync(file));
  });
}

/** What verification says of a file; a file that cannot even be opened says it by itself. */
async function findingsIn(file: string, { store, directory }: TestLedger): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    const model = await openReadModel(file);
    try {
      for await (const finding of verify(model, store, { scratch: directory })) findings.push(finding);
    } finally {
      await model.close();
    }
  } catch (error) {
    findings.push({ place: file, problem: `cannot be opened: ${String(error)}` });
  }
  return findings;
}

/** Every row of every table as bytes, by way of the view, of the table, and of each of its indexes. */
function contentOf(file: string): string {
  const db = new Libsql(file);
  try {
    const lines: unknown[] = [];
    const read = (from: string, columns: readonly string[]): void => {
      const hexed = columns.map((column) => `typeof("${column}") || hex("${column}")`).join(` || ',' || `);
      const rows = db.prepare(`select ${hexed} as line from ${from}`).raw(true).all([]) as [string][];
      lines.push(from, rows.map(([line]) => line).sort());
    };
    for (const { tables } of PROJECTIONS)
      for (const { name, columns, indexes } of tables) {
        const all = Object.keys(columns);
        read(name, all);
        read(`${name}_g1 not indexed`, all);
        for (const index of indexes) {
          const by = index.map((column) => `"${column}"`).join(', ');
          read(
            `${name}_g1 indexed by ${name}_g1_by_${index.join('_')} where ${by.split(',')[0]} is not null or true order by ${by}`,
            all,
          );
        }
      }
    read('projections', ['projection', 'generation', 'version', 'state', 'store', 'position']);
    read('parked', ['projection', 'generation', 'stream', 'position', 'error', 'skipped']);
    return JSON.stringify(lines);
  } finally {
    db.close();
  }
}

describe('verify, of a damaged file', () => {
  it.each([
    ['rates', 'facts', 'repair'],
    ['history', 'entries', 'explicit'],
    ['commitments', 'details', 'explicit'],
    ['projections', 'store', '-'],
  ])('names the row whose text is not UTF-8 any more: %s.%s', async (table, column, part) => {
    await withFile(async (ledger, file, whole) => {
      const db = new Libsql(file);
      const physical = table === 'projections' ? table : `${table}_g1`;
      const [text] = db
        .prepare(`select ${column} from ${physical} where instr(${column}, ?) > 0 limit 1`)
        .raw(true)
        .get([part]) as [string];
      db.close();
      expect(await findingsIn(file, ledger)).toEqual([]);

      const damaged = Buffer.from(whole);
      // The last: the free space of the table's first page keeps copies of what has moved to later ones.
      const at = whole.lastIndexOf(text) + text.indexOf(part);
      damaged[at] = damaged[at]! ^ 0x80;
      writeFileSync(file, damaged);
      const [finding] = (await findingsIn(file, ledger)).filter(({ problem }) => problem.includes('not UTF-8'));
      expect(finding!.place).toMatch(
        new RegExp(`^closed\\.db, table ${table}, (commitment|position|row) \\w+, column ${column}$`),
      );
      expect(finding!.problem).toMatch(/^holds a text that is not UTF-8: /);
    });
  });

  it('outlives a text that is damaged in an index alone, which a question would read it from', async () => {
    await withFile(async (ledger, file, whole) => {
      const db = new Libsql(file);
      const { rootpage } = db
        .prepare(`select rootpage from sqlite_master where name = 'sqlite_autoindex_projections_1'`)
        .get([]) as { rootpage: number };
      const { page_size: size } = db.prepare('pragma page_size').get([]) as { page_size: number };
      db.close();
      const at = whole.indexOf('commitments', (rootpage - 1) * size);
      expect(at).toBeLessThan(rootpage * size);
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ 0x80;
      writeFileSync(file, damaged);
      expect((await findingsIn(file, ledger)).map(({ problem }) => problem)).toContainEqual(
        expect.stringMatching(/sqlite_autoindex_projections_1/),
      );
    });
  });

  it(`finds a flipped bit wherever it changes anything, and outlives every one (seed ${SEED})`, async () => {
    await withFile(async (ledger, file, whole) => {
      expect(await findingsIn(file, ledger)).toEqual([]);
      const content = contentOf(file);
      const flips = fc.sample(fc.record({ at: fc.nat(whole.length - 1), bit: fc.nat(7) }), {
        seed: SEED,
        numRuns: FLIPS,
      });
      let found = 0;
      for (const { at, bit } of flips) {
        const damaged = Buffer.from(whole);
        damaged[at] = damaged[at]! ^ (1 << bit);
        writeFileSync(file, damaged);
        const findings = await findingsIn(file, ledger);
        found += findings.length > 0 ? 1 : 0;
        if (findings.length === 0) expect({ at, bit, content: contentOf(file) }).toEqual({ at, bit, content });
      }
      // Most of a small file is free space within its pages.
      expect(found).toBeGreaterThan(FLIPS / 10);
    });
    // Each flip is a verification of its own.
  }, 120_000);
});
