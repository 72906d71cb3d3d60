import { BASES, type Instant, isDerived, outcomeOn } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CompiledQuery, sql } from 'kysely';
import { type Board, type BoardQuestion, catchUp, commitmentById, listCommitments, type ReadModel } from '../index.js';
import { type FoldedByHand, foldedByHand } from '../testing/folded.fixture.js';
import { onEveryDatabase, type TestLedger, withLedger } from '../testing/ledger.fixture.js';
import { hour, randomLogs, record } from '../testing/random-log.fixture.js';
import { branchesOf, firstOf } from './board-branches.js';

const AT = hour(30);
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const teams = fc.uniqueArray(fc.constantFrom('north', 'south', 'west'));
const spans = fc.record({ from: fc.nat(45).map(hour), to: fc.nat(45).map(hour) }, { requiredKeys: [] });

const questions = fc
  .record({
    at: fc.constantFrom(AT, hour(0), hour(45)),
    limit: fc.constantFrom(1, 2, 200),
    team: some(teams),
    teams: some(teams),
    customer: some(fc.constantFrom('li', 'nobody')),
    owner: some(fc.constantFrom('chen', 'zhao')),
    kind: some(fc.constantFrom('repair', 'delivery')),
    segment: some(fc.constantFrom('a', 'b')),
    status: some(fc.uniqueArray(fc.constantFrom('open', 'settled', 'voided'))),
    overdue: some(fc.boolean()),
    due: some(spans),
    made: some(spans),
    order: some(fc.constantFrom('due', 'made', 'changed')),
    descending: some(fc.boolean()),
  })
  .map((question) => Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined)))
  .map((question) => question as unknown as BoardQuestion);

/** The definition, with no table and no index: look at every commitment, and sort. */
function byHand(folded: readonly FoldedByHand[], question: BoardQuestion): string[] {
  const { at, order = 'due', descending = false, due, made } = question;
  const within = (span: { from?: Instant; to?: Instant } = {}, moment: Instant): boolean =>
    moment >= (span.from ?? -Infinity) && moment < (span.to ?? Infinity);
  const listed = folded
    .map(({ id, commitment, position, lastPosition }) => {
      const { data, occurredAt } = commitment.promise;
      const { due: expected } = commitment.status === 'voided' ? data.promised : commitment.standing.expectation;
      const key = { due: expected, made: occurredAt, changed: lastPosition }[order];
      return { id, ...data, status: commitment.status, expected, occurredAt, key, position };
    })
    .filter(
      (one) =>
        (question.team?.includes(one.team) ?? true) &&
        (question.teams?.includes(one.team) ?? true) &&
        (question.status?.includes(one.status) ?? true) &&
        (['customer', 'owner', 'kind', 'segment'] as const).every(
          (name) => one[name] === (question[name] ?? one[name]),
        ) &&
        (question.overdue === undefined || question.overdue === (one.status === 'open' && one.expected < at)) &&
        within(due, one.expected) &&
        within(made, one.occurredAt),
    )
    .sort((a, b) => a.key - b.key || a.position - b.position)
    .map(({ id }) => id);
  return descending ? listed.reverse() : listed;
}

async function allPages(model: ReadModel, question: BoardQuestion): Promise<Board['rows']> {
  const rows = [];
  for (let cursor: string | undefined; ;) {
    const page = await listCommitments(model, { ...question, ...(cursor !== undefined && { cursor }) });
    expect(page.rows.length).toBeLessThanOrEqual(question.limit);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    // A page that is not the last one is full.
    expect(page.rows).toHaveLength(question.limit);
    cursor = page.next;
  }
}

/** For the random ones: there are many of them, and a busy machine takes its time. */
const PATIENCE = 120_000;

onEveryDatabase('a board', (withLedger, { runs }) => {
  const withLog = async (
    seed: number,
    work: (ledger: TestLedger, folded: FoldedByHand[]) => Promise<void>,
  ): Promise<void> => {
    const log = fc.sample(randomLogs, { seed, numRuns: 30 }).sort((a, b) => b.length - a.length)[0]!;
    await withLedger(async (ledger) => {
      await record(ledger.store, log);
      await catchUp(ledger.model, ledger.store);
      await work(ledger, await foldedByHand(ledger.store));
    });
  };

  it(
    'shows what one finds by looking at every commitment, page by page',
    async () => {
      const property = fc.asyncProperty(
        randomLogs,
        fc.array(questions, { minLength: 5, maxLength: 25, size: 'max' }),
        async (log, asked) =>
          withLedger(async ({ store, model }) => {
            await record(store, log);
            await catchUp(model, store, { batchSize: 7 });
            const folded = await foldedByHand(store);
            for (const question of asked) {
              const rows = await allPages(model, question);
              expect(rows.map(({ commitment }) => commitment)).toEqual(byHand(folded, question));
            }
          }),
      );
      await fc.assert(property, { numRuns: runs(60) });
    },
    PATIENCE,
  );

  it('shows each commitment as it stands, with its outcome on every basis', async () => {
    await fc.assert(
      fc.asyncProperty(randomLogs, fc.nat(60).map(hour), async (log, at) =>
        withLedger(async ({ store, model }) => {
          await record(store, log);
          await catchUp(model, store);
          for (const { id, commitment, entries, lastPosition } of await foldedByHand(store)) {
            const row = (await commitmentById(model, id, { at }))!;
            for (const basis of BASES) expect(row.outcomes[basis]).toBe(outcomeOn(basis, commitment, at));
            expect(row).toMatchObject({
              status: commitment.status,
              lastRevision: entries.length - 1,
              lastPosition: String(lastPosition),
              lastOccurredAt: Math.max(
                ...entries.filter(({ type }) => !isDerived(type)).map(({ occurredAt }) => occurredAt),
              ),
              madeAt: commitment.promise.occurredAt,
              warnings: commitment.promise.data.warnings,
            });
            if (commitment.status === 'voided') continue;
            const { first, expectation, plan, requested, settlement, reschedules, complaints } = commitment.standing;
            expect(row).toMatchObject({ first, expectation, plan, reschedules });
            expect([row.requested, row.settlement]).toEqual([requested, settlement]);
            expect(row.openComplaints).toBe(complaints.filter(({ answeredAt }) => answeredAt === undefined).length);
          }
        }),
      ),
      { numRuns: runs(40) },
    );
  });

  it('is empty for whoever may see no team, and hides what belongs to others', async () => {
    await withLog(5, async ({ model }, [one]) => {
      expect((await listCommitments(model, { at: AT, limit: 9, teams: [] })).rows).toEqual([]);
      expect(await commitmentById(model, one!.id, { at: AT, teams: ['elsewhere'] })).toBeUndefined();
      expect(
        await commitmentById(model, one!.id, { at: AT, teams: [one!.commitment.promise.data.team] }),
      ).toBeDefined();
    });
  });

  it('takes a cursor back at a later moment, and for no other board', async () => {
    await withLog(5, async ({ model }) => {
      const question = { at: AT, limit: 1 };
      const { next } = await listCommitments(model, question);
      const later = await listCommitments(model, { at: hour(99), limit: 50, cursor: next! });
      expect(later.at).toBe(hour(99));
      await expect(listCommitments(model, { ...question, cursor: next!, kind: 'repair' })).rejects.toMatchObject({
        code: 'cursor-foreign',
      });
      await expect(listCommitments(model, { ...question, cursor: next!.slice(1) })).rejects.toMatchObject({
        code: 'cursor-damaged',
      });
      await expect(listCommitments(model, { at: AT, limit: 201 })).rejects.toMatchObject({
        code: 'limit-out-of-range',
      });
    });
  });

  it('puts more teams together than one statement takes', async () => {
    await withLog(5, async ({ model }, folded) => {
      const team = [...Array.from({ length: 500 }, (_, n) => `team-${n}`), 'north', 'south'];
      for (const descending of [false, true]) {
        const rows = await allPages(model, { at: AT, limit: 2, team, descending });
        expect(rows.map(({ commitment }) => commitment)).toEqual(byHand(folded, { at: AT, limit: 2, descending }));
      }
    });
  });
});

describe('a board, on SQLite', () => {
  it('has an index that holds what it looks for in the order it shows it', async () => {
    await withLedger(async ({ store, model }) => {
      await catchUp(model, store);
      const planOf = async ({ sql: text, parameters }: CompiledQuery): Promise<string> => {
        const explained = { sql: `explain query plan ${text}`, parameters, query: sql`x`.toOperationNode() };
        const { rows } = await model.db.executeQuery<{ detail: string }>(
          explained as unknown as CompiledQuery<{ detail: string }>,
        );
        return rows.map(({ detail }) => detail).join('; ');
      };
      for (const order of ['due', 'made', 'changed'] as const)
        for (const descending of [false, true])
          for (const [path, more] of [
            ['status', {}],
            ['team_status', { team: ['north'] }],
            ['team_status', { team: ['north'], kind: 'repair', segment: 'a', made: { from: AT } }],
          ] as const) {
            const question: BoardQuestion = { at: AT, limit: 50, order, descending, ...more };
            for (const branch of branchesOf(question))
              for (const after of [undefined, [7, 7]]) {
                const plan = await planOf(firstOf(model.db, question, branch, after).compile());
                const key = { due: 'expectation_due', made: 'made_at', changed: 'last_position' }[order];
                expect(plan).toMatch(
                  new RegExp(`^SEARCH \\S+ USING (COVERING )?INDEX commitments_g1_by_${path}_${key}`),
                );
                expect(plan).not.toMatch(/TEMP B-TREE/);
              }
          }
      // Of a customer or an owner there are few: they are found first, and sorted where they must be.
      for (const order of ['due', 'made', 'changed'] as const)
        for (const [column, more] of [
          ['customer', { customer: 'li', team: ['north'], owner: 'chen', made: { from: AT } }],
          ['owner', { owner: 'chen', teams: ['north'], overdue: true }],
        ] as const) {
          const question: BoardQuestion = { at: AT, limit: 50, order, ...more };
          for (const branch of branchesOf(question))
            expect(await planOf(firstOf(model.db, question, branch, [7, 7]).compile())).toMatch(
              new RegExp(`INDEX commitments_g1_by_${column}_status_expectation_due`),
            );
        }
    });
  });
});
