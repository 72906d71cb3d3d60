import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catchUp, search } from '../index.js';
import { foldedByHand } from '../testing/folded.fixture.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { randomLogs, record } from '../testing/random-log.fixture.js';

const texts = fc.constantFrom(
  '0',
  '3',
  'l',
  'LI',
  'Wang',
  'w',
  'north',
  'NOR',
  'S',
  'chen',
  'C',
  'zh',
  'rep',
  'DEL',
  '9',
);
const sees = fc.option(fc.subarray(['north', 'south']), { nil: undefined });

onEveryDatabase('search', (withLedger) => {
  it('finds whatever begins with a text, and of other teams nothing but what is no secret', async () => {
    const property = fc.asyncProperty(
      randomLogs,
      fc.array(fc.tuple(texts, sees), { minLength: 3, maxLength: 9 }),
      async (log, asked) =>
        withLedger(async ({ store, model }) => {
          await record(store, log);
          await catchUp(model, store);
          const promises = (await foldedByHand(store)).map(({ id, commitment }) => ({
            id,
            ...commitment.promise.data,
          }));
          for (const [text, teams] of asked) {
            const found = await search(model, { text, limit: 50, ...(teams && { teams }) });
            const begins = (word: string): boolean => word.toLowerCase().startsWith(text.toLowerCase());
            const seen = promises.filter(({ team }) => teams?.includes(team) ?? true);
            const sorted = (words: Iterable<string>): string[] => [...new Set(words)].filter(begins).sort();
            expect(found.commitments.map(({ commitment }) => commitment)).toEqual(sorted(seen.map(({ id }) => id)));
            expect(found.owners).toEqual(sorted(seen.map(({ owner }) => owner)));
            expect(found.kinds).toEqual(sorted(promises.map(({ kind }) => kind)));
            expect(found.customers.map(({ customer }) => customer)).toEqual(
              sorted(teams ? seen.map(({ customer }) => customer) : ['li', 'wang']),
            );
            expect(found.teams.map(({ team }) => team)).toEqual(
              teams?.includes('north') === false ? [] : sorted(['north']),
            );
          }
        }),
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it('finds a team by its name, at most so many of a sort, and nobody by theirs', async () => {
    const log = fc.sample(randomLogs, { seed: 3, numRuns: 30 }).sort((a, b) => b.length - a.length)[0]!;
    await withLedger(async ({ store, model }) => {
      await record(store, log);
      await catchUp(model, store);
      expect((await search(model, { text: ' North ', limit: 5 })).teams).toEqual([{ team: 'north', name: 'North' }]);
      // Li Na is what a customer is called; their id is li.
      const none = { commitments: [], customers: [], teams: [], owners: [], kinds: [], position: expect.any(String) };
      for (const text of ['Li Na', 'Frau', '', ' ', '%', '_', "'", '\ud800'])
        expect(await search(model, { text, limit: 5 })).toEqual(none);
      const { customers } = await search(model, { text: 'l', limit: 1 });
      expect(customers).toEqual([{ customer: 'li', segment: 'a' }]);
      await expect(search(model, { text: 'l', limit: 0 })).rejects.toMatchObject({ code: 'limit-out-of-range' });
    });
  });
});
