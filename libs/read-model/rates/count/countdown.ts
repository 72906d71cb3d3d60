import { nearestRankIndex } from '#kept/domain';

/** More than there can be of anything. */
const NEVER = 0x7fffffff;

/** Which cells are in which slices. Cells are numbered from 1 on, as they are noted; 0 is what is in none. */
export class SlicesOfCells {
  readonly slicesOf: number[][] = [[]];

  /** @param cellsOf by slice; a cell may be in several */
  constructor(readonly cellsOf: readonly (readonly number[])[]) {
    for (const [slice, cells] of cellsOf.entries()) for (const cell of cells) (this.slicesOf[cell] ??= []).push(slice);
  }
}

/**
 * Picks the values at some ranks of each slice, while the values come by from the smallest to the largest. It is told how
 * many come in each cell, and so it knows how many may still come in one before there can be anything to pick: to count
 * those down is all there is to do for most values, however many slices their cell is in.
 */
export class Countdown {
  /** By cell, how many more come before it must be told of one; the loop that passes the values counts it down. */
  readonly left: Int32Array;
  /** By slice, in the order of the percents. */
  readonly picked: number[][];
  /** By cell, how many will have come when none are left. */
  readonly #until: Float64Array;

  /**
   * @param counts by cell, how many values come
   * @param percents ascending
   */
  constructor(
    private readonly slices: SlicesOfCells,
    private readonly counts: Int32Array,
    private readonly percents: readonly number[],
  ) {
    this.left = new Int32Array(counts.length).fill(NEVER);
    this.#until = new Float64Array(counts.length).fill(NEVER);
    this.picked = slices.cellsOf.map(() => []);
    for (const slice of slices.cellsOf.keys()) this.#wait(slice);
  }

  countIn(slice: number): number {
    let count = 0;
    for (const cell of this.slices.cellsOf[slice]!) count += this.counts[cell]!;
    return count;
  }

  /** To be told of the value with which none are left in a cell. */
  reach(cell: number, value: number): void {
    this.#restart(cell, NEVER);
    for (const slice of this.slices.slicesOf[cell]!) {
      const picked = this.picked[slice]!;
      const seen = this.#seenIn(slice);
      while (picked.length < this.percents.length && this.#wantedOf(slice) === seen) picked.push(value);
      this.#wait(slice);
    }
  }

  /** Shares what may come in a slice before the value it waits for, or with it, among its cells. */
  #wait(slice: number): void {
    const count = this.countIn(slice);
    if (count === 0 || this.picked[slice]!.length === this.percents.length) return;
    const seen = this.#seenIn(slice);
    const before = this.#wantedOf(slice) - seen - 1;
    // By what they have left, so that all come to their ends together, and one more each: the first of them tells.
    for (const cell of this.slices.cellsOf[slice]!) {
      const share = 1 + Math.floor((before * (this.counts[cell]! - this.#seen(cell))) / (count - seen));
      if (share < this.left[cell]!) this.#restart(cell, share);
    }
  }

  #restart(cell: number, left: number): void {
    this.#until[cell] = this.#seen(cell) + left;
    this.left[cell] = left;
  }

  #seen(cell: number): number {
    return this.#until[cell]! - this.left[cell]!;
  }

  #seenIn(slice: number): number {
    let seen = 0;
    for (const cell of this.slices.cellsOf[slice]!) seen += this.#seen(cell);
    return seen;
  }

  /** How many have come with the next value that is wanted. */
  #wantedOf(slice: number): number {
    return nearestRankIndex(this.countIn(slice), this.percents[this.picked[slice]!.length]!) + 1;
  }
}
