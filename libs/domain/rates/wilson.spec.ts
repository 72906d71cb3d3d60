import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wilsonInterval } from './index.js';

/**
 * 81/263, 15/148 and 1/29 are the examples of R. G. Newcombe, “Two-sided confidence intervals for the single proportion”,
 * Statistics in Medicine 17 (1998) 857–872, table I, method 3 (score without continuity correction).
 */
describe('the Wilson interval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
  ])('of %i/%i is %d to %d', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials)!;
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('touches the ends exactly', () => {
    expect(wilsonInterval(0, 7)!.low).toBe(0);
    expect(wilsonInterval(7, 7)!.high).toBe(1);
  });

  it('of nothing is nothing', () => expect(wilsonInterval(0, 0)).toBeNull());

  it('holds the rate, and mirrors for what was not kept', () =>
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (kept, missed) => {
        fc.pre(kept + missed > 0);
        const trials = kept + missed;
        const { low, high } = wilsonInterval(kept, trials)!;
        const mirrored = wilsonInterval(missed, trials)!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(kept / trials);
        expect(high).toBeGreaterThanOrEqual(kept / trials);
        expect(mirrored.low).toBeCloseTo(1 - high, 12);
        expect(mirrored.high).toBeCloseTo(1 - low, 12);
      }),
    ));
});
