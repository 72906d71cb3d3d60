import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyTally, fulfilmentRate, nearestRankIndex } from './index.js';

describe('the fulfilment rate', () => {
  it('is kept ÷ (kept + tolerated + late + broken + overdue)', () =>
    expect(
      fulfilmentRate({
        ...emptyTally(),
        kept: 81,
        tolerated: 100,
        late: 50,
        broken: 20,
        overdue: 12,
        pending: 9,
        void: 7,
      }),
    ).toMatchObject({ numerator: 81, denominator: 263, rate: 81 / 263, lowerBound: 81 / 263, upperBound: 81 / 263 }));

  it('is no data where there is nothing to count, never 100 %', () =>
    expect(fulfilmentRate({ ...emptyTally(), pending: 3, void: 2 })).toMatchObject({
      ...{ denominator: 0, rate: null, low: null, high: null, lowerBound: null, upperBound: null },
      ...{ pending: 3, void: 2 },
    }));

  it('leaves undetermined ones out, and lets them bound it: all broken … all kept', () =>
    expect(fulfilmentRate({ ...emptyTally(), kept: 6, late: 2, undetermined: 2 })).toMatchObject({
      ...{ denominator: 8, rate: 0.75, lowerBound: 0.6, upperBound: 0.8, undetermined: 2 },
    }));

  it('of undetermined ones alone is unknown between nothing and everything', () =>
    expect(fulfilmentRate({ ...emptyTally(), undetermined: 4 })).toMatchObject({
      rate: null,
      lowerBound: 0,
      upperBound: 1,
    }));
});

describe('the nearest-rank percentile', () => {
  // The worked example of https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
  it.each([
    [5, 15],
    [30, 20],
    [40, 20],
    [50, 35],
    [100, 50],
  ])('p%i of 15, 20, 35, 40, 50 is %i', (percent, value) =>
    expect([15, 20, 35, 40, 50][nearestRankIndex(5, percent)]).toBe(value),
  );

  it('is the smallest value with at least that share at or below it', () =>
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.constantFrom(50, 90, 95, 99), (values, percent) => {
        const sorted = values.toSorted((a, b) => a - b);
        const atOrBelow = (limit: number): number => sorted.filter((value) => value <= limit).length;
        const value = sorted[nearestRankIndex(sorted.length, percent)]!;
        const smaller = sorted.filter((one) => one < value).at(-1);
        expect(atOrBelow(value) * 100).toBeGreaterThanOrEqual(percent * sorted.length);
        if (smaller !== undefined) expect(atOrBelow(smaller) * 100).toBeLessThan(percent * sorted.length);
      }),
    ));
});
