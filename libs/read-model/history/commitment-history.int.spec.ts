import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catchUp, commitmentHistory, customerHistory, type HistoryQuestion } from '../index.js';
import { onEveryDatabase, type TestLedger } from '../testing/ledger.fixture.js';
import { hour, randomLogs, record } from '../testing/random-log.fixture.js';

const moments = fc.record({ at: fc.nat(60).map(hour), knownAt: fc.nat(60).map(hour) });

onEveryDatabase("a commitment's history", (withLedger, { runs }) => {
  const forRandomLogs = (work: (ledger: TestLedger, question: HistoryQuestion) => Promise<void>): Promise<void> =>
    fc.assert(
      fc.asyncProperty(randomLogs, moments, (log, question) =>
        withLedger(async (ledger) => {
          await record(ledger.store, log);
          await catchUp(ledger.model, ledger.store);
          await work(ledger, question);
        }),
      ),
      { numRuns: runs(40) },
    );

  it("is its part of its customer's", async () => {
    await forRandomLogs(async ({ model }, question) => {
      let told = 0;
      for (const customer of ['li', 'wang']) {
        const { commitments, steps } = await customerHistory(model, customer, question);
        told += commitments.length;
        for (const commitment of commitments)
          expect(await commitmentHistory(model, commitment.commitment, question)).toEqual({
            commitment,
            steps: steps.filter((step) => step.commitment === commitment.commitment),
            ...question,
            position: expect.any(String),
          });
      }
      // Whatever was not told of there is not told of here.
      const ids = ['0', '1', '2', '3', '4', 'nobody'];
      const histories = await Promise.all(ids.map((id) => commitmentHistory(model, id, question)));
      expect(histories.filter((one) => one !== undefined)).toHaveLength(told);
    });
  });

  it('is seen by those who may see its team, and so is its part of a customer’s history', async () => {
    await forRandomLogs(async ({ model }, question) => {
      for (const customer of ['li', 'wang']) {
        const everything = await customerHistory(model, customer, question);
        const seen = await customerHistory(model, customer, { ...question, teams: ['north'] });
        const visible = everything.commitments.filter(({ team }) => team === 'north');
        const ids = new Set([undefined, ...visible.map(({ commitment }) => commitment)]);
        expect(seen).toEqual({
          ...everything,
          commitments: visible,
          steps: everything.steps.filter(({ commitment }) => ids.has(commitment)),
        });
        for (const { commitment, team } of everything.commitments) {
          const one = await commitmentHistory(model, commitment, { ...question, teams: ['north'] });
          expect(one !== undefined).toBe(team === 'north');
        }
      }
    });
  });
});
