import { instant } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { delayAfter, type Failed, SCHEDULE } from './retry.js';

const NOW = instant(Date.UTC(2024, 1, 29, 12));
const after = (attempts: number, outcome: Failed['outcome'] = { status: 500 }, random = 0.5): number | undefined =>
  delayAfter({ outcome, attempts, now: NOW, random: () => random });
const date = (seconds: number): string => new Date(NOW + seconds * 1_000).toUTCString();

describe('the next attempt', () => {
  it('is made 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h after the one before, and there is no eleventh', () => {
    const minutes = Array.from({ length: 10 }, (_, n) => after(n + 1)).map((delay) => delay && delay / 60_000);
    expect(minutes).toEqual([1 / 12, 5, 30, 120, 300, 600, 840, 1_200, 1_440, undefined]);
  });

  it('is spread by a fifth in either direction', () => {
    expect([0, 0.25, 0.75, 0.999_999].map((random) => after(2, undefined, random))).toEqual([
      240_000, 270_000, 330_000, 360_000,
    ]);
  });

  it.each([
    ['20', 10_000],
    ['7', 7_000],
    ['0', 5_000],
    [date(8), 8_000],
    [date(-100), 5_000],
    [date(1_000_000), 10_000],
    ['99999999999999', 5_000],
    ['soon', 5_000],
    ['-3', 5_000],
  ])('is when Retry-After: %s asks for it, between once and twice the schedule: %i ms', (retryAfter, expected) => {
    expect(after(1, { status: 503, retryAfter })).toBe(expected);
  });

  it.each([
    { status: 429 },
    { status: 502 },
    { status: 504 },
    { failure: 'timeout' },
    { status: 200, failure: 'timeout' },
  ])('is not within a minute after %j', (outcome) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
        const delay = after(1, outcome, random)!;
        expect(delay).toBeGreaterThanOrEqual(60_000);
        expect(delay).toBeLessThanOrEqual(72_000);
      }),
    );
    expect(after(1, { ...outcome, retryAfter: '90' })).toBe(90_000);
    expect(after(1, { ...outcome, retryAfter: '9000' })).toBe(120_000);
  });

  it('is never outside once to twice the schedule, more or less, whatever the other side says', () => {
    const statuses = fc.record(
      { status: fc.integer({ min: 100, max: 599 }), failure: fc.constantFrom('timeout', 'x'), retryAfter: fc.string() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(statuses, fc.integer({ min: 1, max: 9 }), (outcome, attempts) => {
        const delay = after(attempts, outcome)!;
        const base = Math.max(SCHEDULE[attempts]!, outcome.status === undefined || delay >= 60_000 ? 60_000 : 0);
        expect(delay).toBeGreaterThanOrEqual(0.8 * SCHEDULE[attempts]!);
        expect(delay).toBeLessThanOrEqual(2 * base);
      }),
    );
  });
});
