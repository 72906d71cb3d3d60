import { type FactColumns } from '../facts/fact-columns.js';

/** What a question covers of some columns, until the next question is asked of them. */
export class Covered {
  /** By row the cell that it counts in, from 1 on; 0 where the question does not cover it. */
  readonly cells: Int32Array;
  count = 0;
  #rows: Int32Array | undefined;
  #bits: Int32Array | undefined;

  constructor(readonly columns: FactColumns) {
    this.cells = columns.notes.fill(0, 0, columns.length);
  }

  /** The rows that are covered, in their order. */
  rows(): Int32Array {
    return (this.#rows ??= rowsOf(this.cells, this.count));
  }

  /** Those of some rows that are covered, in the order that these have. */
  among(rows: Int32Array): Int32Array {
    // So few bits stay near, wherever the next row is.
    this.#bits ??= bitsOf(this.cells, this.columns.length);
    const bits = this.#bits;
    const found = new Int32Array(this.count + 1);
    let count = 0;
    for (let n = 0; n < rows.length; n += 1) {
      const row = rows[n]!;
      found[count] = row;
      count += (bits[row >>> 5]! >>> (row & 31)) & 1;
    }
    return found.subarray(0, count);
  }
}

function rowsOf(cells: Int32Array, count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0, n = 0; n < count; row += 1)
    if (cells[row]! > 0) {
      rows[n] = row;
      n += 1;
    }
  return rows;
}

/** A bit for each cell, 1 where it is one. */
function bitsOf(cells: Int32Array, length: number): Int32Array {
  const bits = new Int32Array((length + 31) >>> 5);
  for (let row = 0; row < length; row += 1) if (cells[row]! > 0) bits[row >>> 5]! |= 1 << (row & 31);
  return bits;
}
