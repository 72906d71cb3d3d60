import { describe, expect, it } from '@jest/globals';
import { Random } from './random.js';

const drawn = (seed: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: 1_000 }, () => random.next());
};

describe('seeded random numbers', () => {
  it('are what sfc32 gives for a seed, for ever: the demo of today is the demo of next year', () =>
    expect(
      drawn(42)
        .slice(0, 3)
        .map((value) => value * 2 ** 32),
    ).toEqual([3578742640, 3751902994, 1877406420]));

  it('differ by seed, also by one beyond 32 bits', () => {
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(drawn(1)).not.toEqual(drawn(1 + 2 ** 32));
  });

  it('are spread evenly enough', () => {
    const values = drawn(7);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
  });

  it('reach both bounds of a whole number, and every choice by its weight', () => {
    const random = new Random(7);
    expect(new Set(Array.from({ length: 100 }, () => random.whole(1, 3)))).toEqual(new Set([1, 2, 3]));
    const picked = Array.from({ length: 1_000 }, () =>
      random.weighted([
        ['often', 9],
        ['seldom', 1],
        ['never', 0],
      ] as const),
    );
    const count = (word: string): number => picked.filter((one) => one === word).length;
    expect(count('often')).toBeGreaterThan(850);
    expect(count('seldom')).toBeGreaterThan(50);
    expect(count('never')).toBe(0);
  });
});
