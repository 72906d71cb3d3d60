import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { latenessCode, NO_LATENESS } from './lateness-code.js';

/** As far apart as two instants can be, from the year 1 to 9999. */
const FARTHEST = 315_537_897_599_999;
const latenesses = fc.oneof(fc.integer({ min: -FARTHEST, max: FARTHEST }), fc.integer({ min: -5_000, max: 5_000 }));

describe('the code of a lateness', () => {
  it('has 16 bits, and is never smaller where it was later', () => {
    fc.assert(
      fc.property(latenesses, latenesses, (a, b) => {
        const [one, other] = [latenessCode(Math.min(a, b)), latenessCode(Math.max(a, b))];
        expect(one).toBeLessThanOrEqual(other);
        // By more than a histogram of few buckets can see.
        expect(one >>> 12).toBeGreaterThan(NO_LATENESS);
        expect(other).toBeLessThanOrEqual(0xffff);
      }),
    );
  });

  it('tells early from late, and apart what differs by a hundredth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: FARTHEST }), (late) => {
        expect(latenessCode(-late)).toBeLessThan(latenessCode(0));
        expect(latenessCode(late)).toBeGreaterThan(latenessCode(0));
        expect(latenessCode(late)).toBeLessThan(latenessCode(Math.ceil(late * 1.01)));
      }),
    );
  });
});
