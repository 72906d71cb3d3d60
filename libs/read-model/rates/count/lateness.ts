import { nearestRankIndex } from '#kept/domain';
import { type Fulfilments } from './scan.js';

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

/** Counters of all histograms together: two megabytes of them fit where they are quickly reached. */
const COUNTERS = 1 << 19;

/** Which of the values of a bucket is wanted. */
interface Wanted {
  bucket: number;
  /** Its place among the bucket's values, from 0. */
  rank: number;
}

/**
 * Ranks without sorting: values are counted by the first bits of how late they are, which tells the bucket of each rank,
 * and then only the values of those buckets are looked at.
 */
export class LatenessRanks {
  readonly #shift: number;
  readonly #buckets: number;
  readonly #histogram: Uint32Array;
  #lowest = 0xffff;
  #highest = 0;

  constructor(
    private readonly fulfilments: readonly Fulfilments[],
    private readonly basis: number,
    cells: number,
  ) {
    const bits = Math.min(16, Math.max(4, Math.floor(Math.log2(COUNTERS / cells))));
    this.#shift = 16 - bits;
    this.#buckets = 1 << bits;
    this.#histogram = new Uint32Array(cells * this.#buckets);
    for (const some of fulfilments) this.#count(some);
  }

  /** @param slices the cells that each slice is made of; a cell may be in several */
  in(slices: readonly (readonly number[])[]): Lateness[] {
    const wanted = slices.map((cells) => this.#wantedIn(cells));
    const asked = new Map<number, number[]>();
    for (const [index, cells] of slices.entries())
      for (const { bucket } of wanted[index]!) for (const cell of cells) asked.set(cell * this.#buckets + bucket, []);
    this.#collect(asked);
    return slices.map((cells, index) => this.#latenessOf(cells, wanted[index]!, asked));
  }

  #count({ columns, rows, cells, count }: Fulfilments): void {
    const codes = columns.lateness[this.basis]!;
    const due = columns.due[this.basis]!;
    const [histogram, shift, buckets] = [this.#histogram, this.#shift, this.#buckets];
    let [lowest, highest] = [this.#lowest, this.#highest];
    for (let n = 0; n < count; n += 1) {
      const row = rows[n]!;
      // Where nothing was asked for there is nothing to be late for: NaN is not itself.
      if (due[row] !== due[row]) continue;
      const bucket = codes[row]! >>> shift;
      if (bucket < lowest) lowest = bucket;
      if (bucket > highest) highest = bucket;
      histogram[cells[n]! * buckets + bucket]! += 1;
    }
    [this.#lowest, this.#highest] = [Math.min(lowest, highest), highest];
  }

  #wantedIn(cells: readonly number[]): Wanted[] {
    const counts = new Uint32Array(this.#highest - this.#lowest + 1);
    let total = 0;
    for (const cell of cells)
      for (let bucket = this.#lowest; bucket <= this.#highest; bucket += 1) {
        const count = this.#histogram[cell * this.#buckets + bucket]!;
        counts[bucket - this.#lowest]! += count;
        total += count;
      }
    if (total === 0) return [];
    const wanted: Wanted[] = [];
    let [bucket, before] = [0, 0];
    for (const percent of PERCENTS) {
      const rank = nearestRankIndex(total, percent);
      while (before + counts[bucket]! <= rank) before += counts[bucket++]!;
      wanted.push({ bucket: bucket + this.#lowest, rank: rank - before });
    }
    return wanted;
  }

  /** Fetches the values of the buckets that are asked for. */
  #collect(asked: Map<number, number[]>): void {
    const marked = new Uint8Array(this.#histogram.length);
    for (const place of asked.keys()) marked[place] = 1;
    for (const { columns, rows, cells, count } of this.fulfilments) {
      const codes = columns.lateness[this.basis]!;
      const due = columns.due[this.basis]!;
      const { fulfilledAt } = columns;
      for (let n = 0; n < count; n += 1) {
        const row = rows[n]!;
        const place = cells[n]! * this.#buckets + (codes[row]! >>> this.#shift);
        if (marked[place] === 1 && due[row] === due[row]) asked.get(place)!.push(fulfilledAt[row]! - due[row]!);
      }
    }
  }

  #latenessOf(cells: readonly number[], wanted: readonly Wanted[], values: ReadonlyMap<number, number[]>): Lateness {
    const sorted = new Map<number, Float64Array>();
    const [p50 = null, p90 = null, p95 = null, p99 = null, max = null] = wanted.map(({ bucket, rank }) => {
      let all = sorted.get(bucket);
      if (!all) {
        all = Float64Array.from(cells.flatMap((cell) => values.get(cell * this.#buckets + bucket)!)).sort();
        sorted.set(bucket, all);
      }
      return all[rank]!;
    });
    let count = 0;
    for (const cell of cells)
      for (let bucket = this.#lowest; bucket <= this.#highest; bucket += 1)
        count += this.#histogram[cell * this.#buckets + bucket]!;
    return { count, p50, p90, p95, p99, max };
  }
}
