import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catchUp, search } from '../index.js';
import { foldedByHand } from '../testing/folded.fixture.js';
import { withLedger } from '../testing/ledger.fixture.js';
import { randomLogs, record } from '../testing/random-log.fixture.js';

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('search', () => {
  it('finds what one finds by looking at every commitment', async () => {
    const questions = fc.record({
      text: fc.constantFrom('c', 'c1', 'z', 'zh', 'li', 'n', 'north', '', '%', '_'),
      limit: fc.constantFrom(1, 2, 50),
      teams: fc.option(fc.uniqueArray(fc.constantFrom<string>('north', 'south', 'west')), { nil: undefined }),
    });
    const property = fc.asyncProperty(randomLogs, fc.array(questions, { minLength: 3 }), async (log, asked) =>
      withLedger(async ({ store, model }) => {
        await record(store, log);
        await catchUp(model, store);
        const folded = (await foldedByHand(store)).map(({ id, commitment }) => ({ id, ...commitment.promise.data }));
        for (const { text, limit, teams } of asked) {
          const seen = folded.filter(({ team }) => teams?.includes(team) ?? true);
          const ids = sorted(seen.map(({ id }) => id)).filter((id) => id.startsWith(text));
          const owners = sorted(seen.map(({ owner }) => owner)).filter((owner) => owner.startsWith(text));
          const answer = await search(model, { text, limit, ...(teams && { teams }) });
          expect(answer.commitments.rows.map(({ commitment }) => commitment)).toEqual(ids.slice(0, limit));
          expect(answer.commitments.more).toBe(ids.length > limit);
          expect(answer.owners).toEqual({ rows: owners.slice(0, limit), more: owners.length > limit });
        }
      }),
    );
    await fc.assert(property, { numRuns: 40 });
  });
});
