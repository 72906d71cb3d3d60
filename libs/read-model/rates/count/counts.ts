/** So many counters are held as a table; beyond, each by itself. */
const LARGEST_TABLE = 1 << 22;

/** Counters by number: a table as large as it must be, and a map for what would make it too large. */
export class Counts {
  #table = new Int32Array(1 << 12);
  readonly #map = new Map<number, number>();

  /** The table, with as much room for counters below `end` as it may have; the loop that counts does it by itself. */
  tableFor(end: number): Int32Array {
    if (end > this.#table.length && this.#table.length < LARGEST_TABLE) {
      const larger = new Int32Array(Math.min(LARGEST_TABLE, Math.max(end, this.#table.length * 4)));
      larger.set(this.#table);
      this.#table = larger;
    }
    return this.#table;
  }

  addBeyond(counter: number): void {
    this.#map.set(counter, (this.#map.get(counter) ?? 0) + 1);
  }

  /** Not an iterator: that would make an object for each counter there is room for. */
  forEach(visit: (counter: number, count: number) => void): void {
    const table = this.#table;
    for (let counter = 0; counter < table.length; counter += 1)
      if (table[counter]! > 0) visit(counter, table[counter]!);
    for (const [counter, count] of this.#map) visit(counter, count);
  }
}
