import { sortRows } from './sort-rows.js';

/** What a lateness is made of, by row; NaN where there is no such moment. */
export interface Moments {
  readonly length: number;
  readonly fulfilledAt: Float64Array;
  /** Per basis. */
  readonly due: readonly Float64Array[];
}

/** Beyond this share of the rows that changed, it is quicker to sort them all anew. */
const MANY = 1 / 8;

/**
 * The rows that have a lateness by the due of a basis, from the earliest to the latest. To sort a million takes as long as
 * to answer a question, so they stay sorted: before the next question those that have changed are taken out, and put
 * where they belong now.
 */
export class LatenessOrder {
  #rows: Int32Array = new Int32Array(0);
  #count = 0;
  #isMade = false;
  readonly #changed = new Set<number>();
  /** Whether there may be, among the rows, some that have changed. */
  #isStale = false;

  constructor(
    private readonly moments: Moments,
    private readonly basis: number,
    private readonly many = MANY,
  ) {}

  /** Notes that a row has another lateness than before, or has one now, or none any more. */
  change(row: number, hadOne: boolean): void {
    if (!this.#isMade) return;
    this.#changed.add(row);
    this.#isStale ||= hadOne;
    if (this.#changed.size > this.moments.length * this.many) this.#forget();
  }

  /** As they are now, up to the next change. */
  rows(): Int32Array {
    if (!this.#isMade) this.#sortAll();
    else if (this.#changed.size > 0) this.#sortChanged();
    return this.#rows.subarray(0, this.#count);
  }

  #forget(): void {
    this.#rows = new Int32Array(0);
    this.#changed.clear();
    this.#isStale = false;
    this.#isMade = false;
  }

  #sortAll(): void {
    const all = new Int32Array(this.moments.length);
    for (let row = 0; row < all.length; row += 1) all[row] = row;
    this.#rows = sortedByLateness(this.moments, this.basis, all);
    this.#count = this.#rows.length;
    this.#isMade = true;
  }

  #sortChanged(): void {
    if (this.#isStale) this.#takeOut();
    this.#putIn(sortedByLateness(this.moments, this.basis, Int32Array.from(this.#changed)));
    this.#changed.clear();
    this.#isStale = false;
  }

  #takeOut(): void {
    const isChanged = new Uint8Array(this.moments.length);
    for (const row of this.#changed) isChanged[row] = 1;
    const rows = this.#rows;
    let kept = 0;
    for (let n = 0; n < this.#count; n += 1) {
      const row = rows[n]!;
      rows[kept] = row;
      kept += 1 - isChanged[row]!;
    }
    this.#count = kept;
  }

  /** From the last on, so that what is there moves once. */
  #putIn(more: Int32Array): void {
    const before = this.#count;
    this.#count += more.length;
    if (this.#count > this.#rows.length) {
      const larger = new Int32Array(Math.ceil(this.#count * 1.25));
      larger.set(this.#rows.subarray(0, before));
      this.#rows = larger;
    }
    const rows = this.#rows;
    let end = before;
    for (let n = more.length - 1; n >= 0; n -= 1) {
      const row = more[n]!;
      const place = placeOf(latenessOf(this.moments, this.basis, row), this.moments, this.basis, rows, 0, end);
      rows.copyWithin(place + n + 1, place, end);
      rows[place + n] = row;
      end = place;
    }
  }
}

export const latenessOf = ({ fulfilledAt, due }: Moments, basis: number, row: number): number =>
  fulfilledAt[row]! - due[basis]![row]!;

/** Those of some rows that have a lateness, from the earliest to the latest. */
export function sortedByLateness(moments: Moments, basis: number, rows: Int32Array): Int32Array {
  const { fulfilledAt } = moments;
  const due = moments.due[basis]!;
  const having = new Int32Array(rows.length);
  const latenesses = new Float64Array(rows.length);
  let count = 0;
  for (let n = 0; n < rows.length; n += 1) {
    const row = rows[n]!;
    const lateness = fulfilledAt[row]! - due[row]!;
    if (Number.isNaN(lateness)) continue;
    having[count] = row;
    latenesses[count] = lateness;
    count += 1;
  }
  return sortRows(having.subarray(0, count), latenesses.subarray(0, count));
}

/** Where a lateness belongs among sorted rows from one place to another: before it there is none that is as late. */
export function placeOf(
  lateness: number,
  moments: Moments,
  basis: number,
  rows: Int32Array,
  from = 0,
  to = rows.length,
): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (latenessOf(moments, basis, rows[middle]!) < lateness) low = middle + 1;
    else high = middle;
  }
  return low;
}
