import { type Finding } from '#kept/event-store';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { catchUp, type ReadModel, verify } from '../index.js';
import { onEveryDatabase, type TestLedger, type WithLedger, withLedger } from '../testing/ledger.fixture.js';
import { randomLogs, record } from '../testing/random-log.fixture.js';

const LOG = fc.sample(randomLogs, { seed: 11, numRuns: 60 }).sort((a, b) => b.length - a.length)[0]!;

/** Position of the promise of commitment 0: the key of its rows. */
const ZERO = LOG.findIndex(({ stream }) => stream === 'commitment-0') + 1;

/** Positions at which commitments begin. */
const [FIRST, ...LATER_STREAMS] = LOG.flatMap(({ event }, index) => (event.type === 'PromiseMade' ? [index + 1] : []));

async function findingsOf(model: ReadModel, { store, directory }: TestLedger): Promise<Finding[]> {
  const findings = [];
  for await (const finding of verify(model, store, { scratch: directory })) findings.push(finding);
  return findings;
}

const run = (statement: string) => (ledger: TestLedger) => sql.raw(statement).execute(ledger.model.db);

/** A read model in good order, then one change to it, then what is found. */
const afterwardsIn =
  (withLedger: WithLedger) =>
  async (change: (ledger: TestLedger) => Promise<unknown>): Promise<Finding[]> => {
    let findings: Finding[] = [];
    await withLedger(async (ledger) => {
      await record(ledger.store, LOG);
      await catchUp(ledger.model, ledger.store);
      await change(ledger);
      const { place } = ledger.model.engine;
      // Where it is differs from one to the next, and is what a finding's place begins with.
      findings = (await findingsOf(ledger.model, ledger)).map((finding) => ({
        ...finding,
        place: finding.place.replace(place, 'read model'),
      }));
    });
    return findings;
  };

onEveryDatabase('verify', (withLedger) => {
  const afterwards = afterwardsIn(withLedger);

  it('finds nothing where nothing is wrong, in any history', async () => {
    await fc.assert(
      fc.asyncProperty(randomLogs, (log) =>
        withLedger(async (ledger) => {
          await record(ledger.store, log);
          await catchUp(ledger.model, ledger.store);
          expect(await findingsOf(ledger.model, ledger)).toEqual([]);
          // The scratch is gone, and nothing else was made.
          expect(
            (await readdir(ledger.directory)).filter((name) => !/^(ledger|read-model)\.db(-wal|-shm)?$/.test(name)),
          ).toEqual([]);
        }),
      ),
      { numRuns: 10 },
    );
    expect(await afterwards(() => Promise.resolve())).toEqual([]);
  });

  it.each([
    ['commitments', 'expectation_due', 'expectation_due - 1'],
    ['commitments', 'details', `details || ' '`],
    ['commitments', 'segment', `coalesce(segment || 'x', 'x')`],
    ['rates', 'last_position', 'last_position + 1'],
    ['rates', 'facts', `facts || ' '`],
  ])('finds a changed column: %s.%s', async (table, column, value) => {
    const findings = await afterwards(run(`update ${table}_g1 set ${column} = ${value} where position = ${ZERO}`));
    expect(findings.map(({ place }) => place)).toEqual([
      `read model, table ${table}, ${table === 'rates' ? `position ${ZERO}` : 'commitment 0'}, column ${column}`,
    ]);
    expect(findings[0]!.problem).toMatch(/^holds .+, and the log says .+$/);
  });

  it('finds a changed entry, by its position', async () => {
    expect(
      await afterwards(run(`update history_g1 set entries = replace(entries, ',', ' ,') where position = ${FIRST!}`)),
    ).toMatchObject([{ place: `read model, table history, position ${FIRST!}, column entries` }]);
  });

  it('finds a row that was removed', async () => {
    expect(await afterwards(run(`delete from rates_g1 where position = ${ZERO}`))).toEqual([
      { place: `read model, table rates, position ${ZERO}`, problem: 'the row is missing' },
    ]);
  });

  it('finds a row that was added', async () => {
    const columns = 'customer, segment, time_zone, registered_at, forgotten_at';
    const added = run(
      `insert into customers_g1 (position, ${columns}) select 9999, 'nobody', segment, time_zone, registered_at, forgotten_at from customers_g1 limit 1`,
    );
    expect(await afterwards(added)).toEqual([
      { place: 'read model, table customers, customer nobody', problem: 'the row should not be there' },
    ]);
  });

  it('finds a view that hides rows', async () => {
    const findings = await afterwards(async ({ model }) => {
      await sql`drop view rates`.execute(model.db);
      await sql.raw(`create view rates as select * from rates_g1 where position <> ${ZERO}`).execute(model.db);
    });
    expect(findings.map(({ place }) => place)).toEqual([
      `read model, table rates, position ${ZERO}`,
      'read model, view rates',
    ]);
  });

  it('finds an index that is gone', async () => {
    expect(await afterwards(run('drop index rates_g1_by_last_position'))).toEqual([
      { place: 'read model, index rates_g1_by_last_position', problem: 'is missing' },
    ]);
  });

  it('finds a checkpoint, a store and a parked stream that the log does not know', async () => {
    expect(await afterwards(run(`update projections set position = 9999 where projection = 'rates'`))).toMatchObject([
      { place: 'read model, table projections, rates generation 1, column position' },
    ]);
    expect(await afterwards(run(`update projections set store = 'another' where projection = 'rates'`))).toMatchObject([
      { place: 'read model, table projections, rates generation 1, column store' },
    ]);
    expect(await afterwards(run(`delete from projections where projection = 'rates'`))).toMatchObject([
      { place: 'read model, table projections, rates', problem: 'has no live generation: it was never built' },
    ]);
    expect(await afterwards(run(`insert into parked values ('rates', 1, 'commitment-0', 4, 'x', 0)`))).toMatchObject([
      { place: 'read model, table parked, rates, stream commitment-0', problem: 'the row should not be there' },
    ]);
  });

  it('finds a checkpoint that was put back: the rows know more than it says', async () => {
    const findings = await afterwards(run(`update projections set position = ${FIRST!} where projection = 'history'`));
    expect(findings).toEqual([
      expect.objectContaining({ place: `read model, table history, position ${FIRST!}, column entries` }),
      ...LATER_STREAMS.map((position) => ({
        place: `read model, table history, position ${position}`,
        problem: 'the row should not be there',
      })),
    ]);
  });

  it('removes what a verification that was killed has left behind, and leaves one that is running alone', async () => {
    await withLedger(async (ledger) => {
      await catchUp(ledger.model, ledger.store);
      // Process ids end far below; our own may be that of a dead process too. The parent of this process lives.
      const names = ['verify-99999999-Abc123', `verify-${process.pid}-Abc123`, `verify-${process.ppid}-Abc123`];
      for (const name of names) await mkdir(join(ledger.directory, name));
      expect(await findingsOf(ledger.model, ledger)).toEqual([]);
      expect((await readdir(ledger.directory)).filter((name) => name.startsWith('verify-'))).toEqual([names[2]]);
    });
  });
});

describe('verify, on SQLite', () => {
  const afterwards = afterwardsIn(withLedger);

  it('finds an index that has lost an entry', async () => {
    const emptied = await afterwards(async (ledger) => {
      // The index is put aside while a row is changed behind its back.
      await run('pragma writable_schema = on')(ledger);
      await run(
        `update sqlite_master set sql = replace(sql, '("team", "status", "expectation_due", ', '("owner", "status", "expectation_due", ') where name = 'commitments_g1_by_team_status_expectation_due_position_kind_segment'`,
      )(ledger);
      await run('pragma writable_schema = reset')(ledger);
    });
    expect(emptied.map(({ place }) => place)).toContain('read model');
    expect(emptied[0]!.problem).toMatch(/index commitments_g1_by_team_status_expectation_due_position_kind_segment/);
  });

  it('goes on after a page that cannot be read', async () => {
    let findings: Finding[] = [];
    await withLedger(async (ledger) => {
      const { store, model, openAgain, place } = ledger;
      await record(store, LOG);
      await catchUp(model, store);
      await sql`pragma wal_checkpoint(truncate)`.execute(model.db);
      const { rows } = await sql<{ rootpage: number }>`
        select rootpage from sqlite_master where name = 'history_g1'`.execute(model.db);
      await run(`delete from rates_g1 where position = ${ZERO}`)({ model } as TestLedger);
      await sql`pragma wal_checkpoint(truncate)`.execute(model.db);
      const { rows: sizes } = await sql<{ page_size: number }>`pragma page_size`.execute(model.db);
      await overwrite(place, (rows[0]!.rootpage - 1) * sizes[0]!.page_size);
      findings = await findingsOf(await openAgain(), ledger);
    });
    const places = findings.map(({ place }) => place);
    expect(places).toContain('read-model.db, table history');
    expect(places).toContain(`read-model.db, table rates, position ${ZERO}`);
  });
});

async function overwrite(path: string, offset: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(Buffer.alloc(64, 0xff), 0, 64, offset);
  } finally {
    await file.close();
  }
}
