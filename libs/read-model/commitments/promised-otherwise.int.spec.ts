import { type Instant } from '#kept/domain';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catchUp, promisedOtherwise } from '../index.js';
import { foldedByHand } from '../testing/folded.fixture.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { hour, randomLogs, record } from '../testing/random-log.fixture.js';

onEveryDatabase('whether a customer was promised something else', (withLedger) => {
  it('is what looking at every commitment says', async () => {
    const found = { yes: 0, no: 0 };
    await fc.assert(
      fc.asyncProperty(randomLogs, (log) =>
        withLedger(async ({ store, model }) => {
          await record(store, log);
          await catchUp(model, store);
          const folded = await foldedByHand(store);
          const open = folded.flatMap(({ id, commitment }) =>
            commitment.status === 'open'
              ? [{ id, ...commitment.promise.data, due: commitment.standing.expectation.due }]
              : [],
          );
          const promises = folded.flatMap(({ id, commitment }) => {
            const { customer, kind, promised } = commitment.promise.data;
            return [promised.due, (promised.due + 1) as Instant, hour(7)].flatMap((due) =>
              ['0', undefined].map((recoveryOf) => ({ customer, kind, due, self: id, recoveryOf })),
            );
          });
          const answers = await promisedOtherwise(model, promises);
          const expected = promises.map(({ customer, kind, due, self, recoveryOf }) =>
            open.some(
              (one) =>
                one.customer === customer &&
                one.kind === kind &&
                one.due !== due &&
                ![self, recoveryOf].includes(one.id),
            ),
          );
          expect(answers).toEqual(expected);
          for (const answer of answers) found[answer ? 'yes' : 'no'] += 1;
        }),
      ),
      // Always the same, so that both answers are among them.
      { numRuns: 20, seed: 11 },
    );
    expect(Math.min(found.yes, found.no)).toBeGreaterThan(20);
  });

  it('is not known before anything was projected', () =>
    withLedger(({ model }) =>
      expect(
        promisedOtherwise(model, [
          { customer: 'li', kind: 'repair', due: hour(1), self: undefined, recoveryOf: undefined },
        ]),
      ).rejects.toThrow(),
    ));
});
