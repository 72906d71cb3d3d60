import { latenessOf, placeOf, sortedByLateness } from '../facts/lateness-order.js';
import { Countdown, SlicesOfCells } from './countdown.js';
import { type Covered } from './covered.js';

/**
 * Fulfilment − basis due in milliseconds, negative where it was early, over the fulfilments known as an instant. Nearest
 * rank; `null` where there are none.
 */
export interface Lateness {
  count: number;
  p50: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
}

const PERCENTS = [50, 90, 95, 99, 100] as const;

/**
 * Shares of all rows: up to one it is quicker to sort those that are covered than to pass by all, and up to the other to
 * look for them in the order first, which takes a bit of each row and not its cell.
 */
const SHARES = { sorted: 1 / 16, soughtOut: 1 / 2 };

/** Rows from the earliest to the latest by the due of a basis: all those that are covered, and maybe others. */
interface Sorted {
  covered: Covered;
  basis: number;
  rows: Int32Array;
}

/** The ranks of what is covered, found by passing it from the earliest to the latest, in an order that is kept. */
export class LatenessRanks {
  readonly #slices: SlicesOfCells;

  /**
   * @param most what is covered of most commitments
   * @param rest what is covered of some others
   * @param slices the cells that each slice is made of, numbered as they are noted; a cell may be in several
   */
  constructor(
    private readonly most: Covered,
    private readonly rest: Covered,
    slices: readonly (readonly number[])[],
    private readonly shares = SHARES,
  ) {
    this.#slices = new SlicesOfCells(slices);
  }

  /**
   * @param counts by cell, how many have a lateness by the due of the basis
   * @returns by slice
   */
  on(basis: number, counts: Int32Array): Lateness[] {
    const countdown = new Countdown(this.#slices, counts, PERCENTS);
    const [most, rest] = [this.#sorted(this.most, basis), this.#sorted(this.rest, basis)];
    let at = 0;
    // Each of the rest has its place between two of the others.
    for (const [n, row] of rest.rows.entries()) {
      const place = placeOf(latenessOf(this.rest.columns, basis, row), this.most.columns, basis, most.rows, at);
      pass(most, at, place, countdown);
      pass(rest, n, n + 1, countdown);
      at = place;
    }
    pass(most, at, most.rows.length, countdown);
    return countdown.picked.map(([p50 = null, p90 = null, p95 = null, p99 = null, max = null], slice) => {
      return { count: countdown.countIn(slice), p50, p90, p95, p99, max };
    });
  }

  #sorted(covered: Covered, basis: number): Sorted {
    return { covered, basis, rows: this.#inOrder(covered, basis) };
  }

  #inOrder(covered: Covered, basis: number): Int32Array {
    const { columns, count } = covered;
    if (count <= columns.length * this.shares.sorted) return sortedByLateness(columns, basis, covered.rows());
    const rows = columns.latenessOrder[basis]!.rows();
    return count <= columns.length * this.shares.soughtOut ? covered.among(rows) : rows;
  }
}

function pass({ covered, basis, rows }: Sorted, from: number, to: number, countdown: Countdown): void {
  const { columns, cells } = covered;
  for (let n = firstReached(rows, from, to, cells, countdown.left); n < to;) {
    const row = rows[n]!;
    countdown.reach(cells[row]!, latenessOf(columns, basis, row));
    n = firstReached(rows, n + 1, to, cells, countdown.left);
  }
}

/**
 * Counts down until none are left in a cell. Eight rows are counted before it is looked whether that was so in one of
 * them: one by one, each would wait for the counter that the one before it has just written, which takes twice as long.
 * @returns where, or the end
 */
function firstReached(rows: Int32Array, from: number, to: number, cells: Int32Array, left: Int32Array): number {
  let n = from;
  for (; n + 8 <= to; n += 8) {
    const c0 = cells[rows[n]!]!;
    const c1 = cells[rows[n + 1]!]!;
    const c2 = cells[rows[n + 2]!]!;
    const c3 = cells[rows[n + 3]!]!;
    const c4 = cells[rows[n + 4]!]!;
    const c5 = cells[rows[n + 5]!]!;
    const c6 = cells[rows[n + 6]!]!;
    const c7 = cells[rows[n + 7]!]!;
    // Below zero in the highest bit: where none are left, one less than that is.
    const none =
      ((left[c0]! -= 1) - 1) |
      ((left[c1]! -= 1) - 1) |
      ((left[c2]! -= 1) - 1) |
      ((left[c3]! -= 1) - 1) |
      ((left[c4]! -= 1) - 1) |
      ((left[c5]! -= 1) - 1) |
      ((left[c6]! -= 1) - 1) |
      ((left[c7]! -= 1) - 1);
    if (none < 0) {
      for (const cell of [c0, c1, c2, c3, c4, c5, c6, c7]) left[cell]! += 1;
      break;
    }
  }
  for (; n < to; n += 1) {
    const cell = cells[rows[n]!]!;
    const more = left[cell]! - 1;
    left[cell] = more;
    if (more === 0) return n;
  }
  return to;
}
