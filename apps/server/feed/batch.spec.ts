import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrayOf } from './batch.js';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.tuple(fc.constantFrom('x', '客', '😀'), fc.nat(3_000_000)).map(([unit, times]) => unit.repeat(times)),
);

describe('a batch', () => {
  it('is the bytes of an array, however many texts of whatever length are in it', () =>
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
        expect(arrayOf(texts, (text) => JSON.stringify(text)).equals(Buffer.from(JSON.stringify(texts)))).toBe(true);
      }),
      { numRuns: 60 },
    ));

  it('is not touched by the next one', () => {
    const first = arrayOf([1, 2], String);
    arrayOf([3, 4], String);
    expect(first.toString()).toBe('[1,2]');
  });
});
