import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FactColumns, Names } from '../facts/fact-columns.js';
import { type WrittenFacts } from '../facts/written-facts.js';
import { Covered } from './covered.js';
import { type Lateness, LatenessRanks } from './lateness.js';

/** So many commitments there are at first, and at last. */
const ROWS = 30;
const MOST_ROWS = 60;
const MOST_CELLS = 6;

interface Put {
  row: number;
  fulfilledAt: number | null;
  dues: [number, number, number | null, number];
}

/** Few values, so that many are equal, and sometimes one of another size. */
const moments = fc.oneof({ weight: 5, arbitrary: fc.nat(6) }, fc.integer({ min: 0, max: 300_000_000_000_000 }));
const puts = fc.record<Put>({
  row: fc.nat(ROWS - 1),
  // Of these fewer still: often nothing changes but the dues.
  fulfilledAt: fc.option(fc.oneof(fc.nat(1), moments), { freq: 4 }),
  dues: fc.tuple(moments, moments, fc.option(moments), moments),
});
const asked = fc.record({
  /** What becomes known before it. */
  puts: fc.array(puts, { maxLength: 12 }),
  added: fc.array(puts, { maxLength: 3 }),
  basis: fc.nat(3),
  /** By row, in which cell it is; 0 for none. */
  most: fc.array(fc.nat(MOST_CELLS), { minLength: MOST_ROWS, maxLength: MOST_ROWS }),
  rest: fc.array(fc.tuple(puts, fc.nat(MOST_CELLS)), { maxLength: 8 }),
  slices: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: MOST_CELLS })), { maxLength: 4 }),
  shares: fc.record({ sorted: fc.constantFrom(0, 0.3, 1), soughtOut: fc.constantFrom(0, 0.7, 1) }),
});

describe('the ranks of lateness', () => {
  it('are those of the values sorted afresh, whatever became known between two questions', () => {
    const questions = fc.array(asked, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(puts, { minLength: ROWS, maxLength: ROWS }), questions, (first, all) => {
        const names = new Names();
        const columns = new FactColumns(names);
        const known: Put[] = [];
        const learn = (one: Put, row: number) => {
          known[row] = one;
          put(columns, one, row);
        };
        first.forEach(learn);
        for (const { puts: learned, added, basis, most, rest, slices, shares } of all) {
          for (const one of learned) learn(one, one.row);
          for (const one of added) learn(one, known.length);
          const others = new FactColumns(names);
          for (const [row, [one]] of rest.entries()) put(others, one, row);
          const cells = { most: most.slice(0, known.length), rest: rest.map(([, cell]) => cell) };
          const values = [
            ...valuesIn(known, basis, cells.most),
            ...valuesIn(
              rest.map(([one]) => one),
              basis,
              cells.rest,
            ),
          ];
          const counts = new Int32Array(MOST_CELLS + 1);
          for (const { cell } of values) counts[cell]! += 1;
          const ranks = new LatenessRanks(covering(columns, cells.most), covering(others, cells.rest), slices, shares);
          expect(ranks.on(basis, counts)).toEqual(
            slices.map((some) => sortedAfresh(values.filter(({ cell }) => some.includes(cell)))),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

function put(columns: FactColumns, { fulfilledAt, dues }: Put, row: number): void {
  const written: WrittenFacts = [
    0,
    0,
    'li',
    null,
    'north',
    'chen',
    'repair',
    '0,0,0,0,0,0,0,0,[]',
    fulfilledAt,
    ...dues,
  ];
  columns.put(row + 1, row + 1, written);
}

function covering(columns: FactColumns, cells: readonly number[]): Covered {
  const covered = new Covered(columns);
  covered.cells.set(cells);
  covered.count = cells.filter((cell) => cell > 0).length;
  return covered;
}

function valuesIn(known: readonly Put[], basis: number, cells: readonly number[]): { value: number; cell: number }[] {
  return known.flatMap(({ fulfilledAt, dues }, row) => {
    const [due, cell] = [dues[basis], cells[row]!];
    return fulfilledAt === null || due == null || cell === 0 ? [] : [{ value: fulfilledAt - due, cell }];
  });
}

function sortedAfresh(some: readonly { value: number }[]): Lateness {
  const values = some.map(({ value }) => value).sort((a, b) => a - b);
  const at = (percent: number) => values[Math.max(1, Math.ceil((percent * values.length) / 100)) - 1] ?? null;
  return { count: values.length, p50: at(50), p90: at(90), p95: at(95), p99: at(99), max: at(100) };
}
