/** So many counters are held as a table; beyond, each by itself. */
const LARGEST_TABLE = 1 << 22;

/** Counters by number: a table as large as it must be, and a map for what would make it too large. */
export class Counts {
  #table = new Uint32Array(1 << 12);
  readonly #map = new Map<number, number>();

  add(counter: number): void {
    if (counter < this.#table.length) this.#table[counter]! += 1;
    else this.#addBeyond(counter);
  }

  *entries(): Generator<[counter: number, count: number]> {
    for (const [counter, count] of this.#table.entries()) if (count > 0) yield [counter, count];
    yield* this.#map;
  }

  #addBeyond(counter: number): void {
    if (counter >= LARGEST_TABLE) {
      this.#map.set(counter, (this.#map.get(counter) ?? 0) + 1);
      return;
    }
    const larger = new Uint32Array(Math.min(LARGEST_TABLE, Math.max(counter + 1, this.#table.length * 4)));
    larger.set(this.#table);
    this.#table = larger;
    this.add(counter);
  }
}
