import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Holding, shareOf, SHARES } from './holding.js';

describe('shares of the work', () => {
  it('hold every id, each exactly once, however they are divided', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { minLength: SHARES, maxLength: SHARES }),
        fc.string({ unit: 'grapheme' }),
        (owners, id) => {
          const workers = [0, 1, 2, 3, 4].map(
            (worker) => new Holding(owners.flatMap((owner, share) => (owner === worker ? [share] : []))),
          );
          expect(workers.filter((holding) => holding.has(id))).toHaveLength(1);
          expect(Holding.ALL.has(id)).toBe(true);
          expect(Holding.NOTHING.has(id)).toBe(false);
        },
      ),
    ));

  it('are even: of ids that differ in a number alone, too', () => {
    const counts = new Array<number>(SHARES).fill(0);
    const ids = 64_000;
    for (let n = 0; n < ids; n += 1) counts[shareOf(`C-${n}`)]! += 1;
    const even = ids / SHARES;
    expect(Math.min(...counts)).toBeGreaterThan(even * 0.8);
    expect(Math.max(...counts)).toBeLessThan(even * 1.2);
  });

  it('never change: another version must not take what is somebody else’s', () => {
    // Reference values of FNV-1a, 32 bits: '' 811c9dc5, 'a' e40c292c, 'foobar' bf9cf968.
    expect(['', 'a', 'foobar'].map(shareOf)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968].map((hash) => hash % SHARES));
  });
});
