import {
  emptyObligationTally,
  type Instant,
  obligationRate,
  obligationsOf,
  OBLIGATIONS,
  stateAt,
  UTC,
} from '#kept/domain';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catchUp, obligationRates, type ObligationRatesQuestion } from '../index.js';
import { type FoldedByHand, foldedByHand } from '../testing/folded.fixture.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { circumstancesOf, hour, randomLogs, record } from '../testing/random-log.fixture.js';

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const questions = fc
  .record({
    at: fc.constantFrom(hour(60), hour(200)),
    by: some(fc.constantFrom<('team' | 'kind')[]>(['team'], ['team', 'kind'])),
    where: some(fc.constantFrom({ team: ['north'] }, { kind: ['repair'] })),
    from: some(fc.nat(45).map(hour)),
    to: some(fc.nat(45).map(hour)),
    teams: some(fc.constantFrom(['south'], [])),
    timeZone: fc.constant(UTC),
  })
  .map((question) => Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined)))
  .map((question) => question as unknown as ObligationRatesQuestion);

/** The definition: look at every commitment, and count. */
function byHand(folded: readonly FoldedByHand[], question: ObligationRatesQuestion): string[] {
  const { at, by = [], where = {}, from = -Infinity, to = Infinity, teams } = question;
  const tallies = new Map<string, ReturnType<typeof emptyObligationTally>>();
  for (const { commitment } of folded) {
    const { data } = commitment.promise;
    const due = commitment.status === 'voided' ? data.promised.due : commitment.standing.first.due;
    if (due < from || due >= to || (teams && !teams.includes(data.team))) continue;
    if ((where.team && data.team !== where.team[0]) || (where.kind && data.kind !== where.kind[0])) continue;
    for (const one of obligationsOf(commitment, at, circumstancesOf(commitment))) {
      const slice = JSON.stringify(Object.fromEntries(by.map((key) => [key, data[key as 'team' | 'kind']])));
      const key = `${slice} ${one.kind}`;
      const tally = tallies.get(key) ?? emptyObligationTally();
      const state = stateAt(one, at);
      tally[state === 'breached' ? (one.lateAt === undefined ? 'missed' : 'late') : state] += 1;
      tallies.set(key, tally);
    }
  }
  return [...tallies].map(([key, tally]) => `${key} ${JSON.stringify(obligationRate(tally))}`).sort();
}

/** Always the same, and large: whatever else is found by chance, every kind of obligation is in one of them. */
const LARGE = fc.sample(randomLogs, { seed: 7, numRuns: 60 }).sort((one, other) => other.length - one.length);
const ASKED = fc.sample(questions, { seed: 7, numRuns: 4 });
const ALWAYS = LARGE.slice(0, 4).map((log): [typeof log, typeof ASKED] => [log, ASKED]);

onEveryDatabase('obligation rates', (withLedger, { runs }) => {
  it('are what one comes to by looking at every commitment', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(randomLogs, fc.array(questions, { minLength: 4, maxLength: 6 }), async (log, asked) =>
        withLedger(async ({ store, model }) => {
          await record(store, log);
          await catchUp(model, store);
          const folded = await foldedByHand(store);
          for (const question of asked) {
            const { rows } = await obligationRates(model, question);
            for (const { obligation } of rows) seen.add(obligation);
            expect(
              rows
                .map(
                  ({ slice, obligation, ...rate }) => `${JSON.stringify(slice)} ${obligation} ${JSON.stringify(rate)}`,
                )
                .sort(),
            ).toEqual(byHand(folded, question));
          }
        }),
      ),
      { numRuns: runs(30), examples: ALWAYS },
    );
    expect([...seen].sort()).toEqual([...OBLIGATIONS].sort());
  });

  it('are of the present: what had not happened then cannot be left out', () =>
    withLedger(async ({ store, model }) => {
      await record(store, fc.sample(randomLogs, { seed: 3, numRuns: 1 })[0]!);
      await catchUp(model, store);
      const question = { at: 0 as Instant, timeZone: UTC };
      await expect(obligationRates(model, question)).rejects.toMatchObject({ code: 'only-of-the-present' });
    }));
});
