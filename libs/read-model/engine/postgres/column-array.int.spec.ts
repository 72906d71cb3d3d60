import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { POSTGRES } from '../../testing/databases.fixture.js';
import { withLedger } from '../../testing/ledger.fixture.js';
import { integer, maybe, text } from '../../schema/columns.js';
import { columnArray } from './column-array.js';

const rows = fc.array(
  fc.record({
    number: fc.option(fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 2 ** 32, -(2 ** 32), 2 ** 31))),
    words: fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'NULL', '{"a":"\\\\"}', 'a\0b'))),
  }),
  { minLength: 1, maxLength: 30 },
);

(POSTGRES ? describe : describe.skip)('a column of rows as one parameter', () => {
  it('is to the server what it is here, but for NULs, which no text of it has', () =>
    withLedger(async ({ model }) => {
      const written = fc.asyncProperty(rows, async (given) => {
        const numbers = columnArray(given, 'number', maybe(integer));
        const words = columnArray(given, 'words', maybe(text));
        const { rows: found } = await sql`
          select number, words from unnest(${numbers}::bigint[], ${words}::text[]) as given (number, words)`.execute(
          model.db,
        );
        expect(found).toEqual(
          given.map(({ number, words: said }) => ({ number, words: said?.replaceAll('\0', '\uFFFD') ?? null })),
        );
      });
      await fc.assert(written, { numRuns: 200 });
    }, POSTGRES));
});
