import { type Instant } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from './order.js';

/** Close together, so that many are the same, or anywhere that a moment can be. */
const moments = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
);
const things = fc.uniqueArray(fc.record({ occurredAt: moments.map((at) => at as Instant), position: fc.nat() }), {
  selector: ({ position }) => position,
  maxLength: 400,
  size: 'max',
});

describe('what occurred, in order', () => {
  it('is by occurred at, then by position, whatever lies between the moments', () => {
    fc.assert(
      fc.property(things, (them) => {
        const byComparing = them.toSorted((a, b) => a.occurredAt - b.occurredAt || a.position - b.position);
        const positions = them.map(({ position }) => position);
        expect(inOrder(them, positions)).toEqual(byComparing);
      }),
    );
  });

  it('is told apart where moments share a slot, in however few of them', () => {
    // The whole range of moments, and within it many that are one millisecond apart.
    const ends = [-62_135_596_800_000, 253_402_300_799_999];
    const near = Array.from({ length: 3_000 }, (_, n) => 1_735_689_600_000 + ((n * 7_919) % 3_000));
    const them = [...ends, ...near].map((at) => ({ occurredAt: at as Instant }));
    const ordered = inOrder(
      them,
      them.map((_, n) => n),
    );
    expect(ordered.map(({ occurredAt }) => occurredAt)).toEqual([...ends, ...near].sort((a, b) => a - b));
  });
});
