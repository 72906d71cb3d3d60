import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { latenessOf, LatenessOrder } from './lateness-order.js';

/** As far apart as two instants can be, from the year 1 to 9999. */
const FARTHEST = 315_537_897_599_999;
const latenesses = fc.oneof(
  fc.constant(NaN),
  fc.integer({ min: -FARTHEST, max: FARTHEST }),
  fc.integer({ min: -5_000, max: 5_000 }),
  fc.integer({ min: -2, max: 2 }),
);

/** Some rows that are late by so much, with room for more. */
function rowsOf(late: readonly number[], room = 0) {
  const fulfilledAt = new Float64Array(late.length + room);
  fulfilledAt.set(late);
  return { length: late.length, fulfilledAt, due: [new Float64Array(late.length + room)] };
}

/** Their latenesses from row to row, and which rows these are. */
function seen(order: LatenessOrder, moments: ReturnType<typeof rowsOf>) {
  const rows = order.rows();
  return {
    values: Array.from(rows, (row) => latenessOf(moments, 0, row)),
    rows: Array.from(rows).sort((a, b) => a - b),
  };
}

function sortedAfresh({ length, fulfilledAt }: ReturnType<typeof rowsOf>) {
  const rows = Array.from({ length }, (_, row) => row).filter((row) => !Number.isNaN(fulfilledAt[row]));
  return { values: Array.from(rows, (row) => fulfilledAt[row]!).sort((a, b) => a - b), rows };
}

describe('the order of lateness', () => {
  it('has each row that has a lateness, from the earliest to the latest', () => {
    fc.assert(
      fc.property(fc.array(latenesses, { maxLength: 300 }), (late) => {
        const moments = rowsOf(late);
        expect(seen(new LatenessOrder(moments, 0), moments)).toEqual(sortedAfresh(moments));
      }),
    );
  });

  it('is the same as sorted afresh, whatever has changed, come or gone between two questions', () => {
    const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), latenesses), {
      maxLength: 8,
    });
    const rounds = fc.array(fc.record({ changes, added: fc.array(latenesses, { maxLength: 3 }) }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(latenesses, { minLength: 10, maxLength: 40 }),
        rounds,
        fc.constantFrom(0, 1 / 8, Infinity),
        (late, all, many) => {
          const moments = rowsOf(late, 100);
          const order = new LatenessOrder(moments, 0, many);
          const change = (row: number, before: number, lateness: number) => {
            moments.fulfilledAt[row] = lateness;
            if (!Object.is(before, lateness)) order.change(row, !Number.isNaN(before));
          };
          for (const { changes: some, added } of all) {
            for (const [share, lateness] of some) {
              const row = Math.floor(share * moments.length);
              change(row, moments.fulfilledAt[row]!, lateness);
            }
            for (const lateness of added) change(moments.length++, NaN, lateness);
            expect(seen(order, moments)).toEqual(sortedAfresh(moments));
          }
        },
      ),
    );
  });
});
