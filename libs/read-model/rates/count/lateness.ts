import { nearestRankIndex } from '#kept/domain';
import { NO_LATENESS } from '../facts/lateness-code.js';
import { type Covered } from './scan.js';

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

/** Counters of all histograms together: half a megabyte of them fits where it is quickly reached. */
const COUNTERS = 1 << 17;

/** Which of the values of a bucket is wanted. */
interface Wanted {
  bucket: number;
  /** Its place among the bucket's values, from 0. */
  rank: number;
}

interface Ranks {
  count: number;
  /** In the order of the percents. */
  wanted: Wanted[];
}

/**
 * Ranks without sorting: values are counted by the first bits of how late they are, which tells the bucket of each rank,
 * and then only the values of those buckets are looked at. One basis at a time: the places of what it covers are noted
 * beside the columns.
 */
export class LatenessRanks {
  readonly #shift: number;
  readonly #buckets: number;
  /** By cell and bucket. */
  readonly #histogram: Int32Array;

  constructor(
    private readonly covered: readonly Covered[],
    private readonly basis: number,
    cells: number,
  ) {
    const bits = Math.min(16, Math.max(4, Math.floor(Math.log2(COUNTERS / cells))));
    this.#shift = 16 - bits;
    this.#buckets = 1 << bits;
    this.#histogram = new Int32Array(cells * this.#buckets);
    for (const some of covered) this.#count(some);
  }

  /** @param slices the cells that each slice is made of; a cell may be in several */
  in(slices: readonly (readonly number[])[]): Lateness[] {
    const ranks = slices.map((cells) => this.#ranksIn(cells));
    const places = slices.flatMap((cells, index) =>
      ranks[index]!.wanted.flatMap(({ bucket }) => cells.map((cell) => cell * this.#buckets + bucket)),
    );
    const values = new Collected(new Set(places), this.#histogram);
    for (const some of this.covered) this.#collect(some, values);
    return slices.map((cells, index) => this.#latenessOf(cells, ranks[index]!, values));
  }

  /** What has no lateness is counted like the rest, in a bucket where nothing else is: that takes no decision. */
  #count({ columns, rows, cells, count }: Covered): void {
    const codes = columns.lateness[this.basis]!;
    const { places } = columns.notes;
    const [histogram, shift, buckets] = [this.#histogram, this.#shift, this.#buckets];
    for (let n = 0; n < count; n += 1) {
      const place = cells[n]! * buckets + (codes[rows[n]!]! >> shift);
      places[n] = place;
      histogram[place]! += 1;
    }
  }

  #ranksIn(cells: readonly number[]): Ranks {
    const counts = new Int32Array(this.#buckets);
    let count = 0;
    for (const cell of cells) {
      const from = cell * this.#buckets;
      for (let bucket = (NO_LATENESS >>> this.#shift) + 1; bucket < this.#buckets; bucket += 1) {
        const some = this.#histogram[from + bucket]!;
        counts[bucket]! += some;
        count += some;
      }
    }
    const wanted: Wanted[] = [];
    let [bucket, before] = [0, 0];
    if (count > 0)
      for (const percent of PERCENTS) {
        const rank = nearestRankIndex(count, percent);
        while (before + counts[bucket]! <= rank) before += counts[bucket++]!;
        wanted.push({ bucket, rank: rank - before });
      }
    return { count, wanted };
  }

  /** Fetches the values of the buckets that are asked for. */
  #collect({ columns, rows, count }: Covered, values: Collected): void {
    const { places } = columns.notes;
    const due = columns.due[this.basis]!;
    const { fulfilledAt } = columns;
    const { wanted } = values;
    for (let n = 0; n < count; n += 1) {
      if (wanted[places[n]!] !== 1) continue;
      const row = rows[n]!;
      values.add(places[n]!, fulfilledAt[row]! - due[row]!);
    }
  }

  #latenessOf(cells: readonly number[], { count, wanted }: Ranks, values: Collected): Lateness {
    const sorted = new Map<number, Float64Array>();
    const [p50 = null, p90 = null, p95 = null, p99 = null, max = null] = wanted.map(({ bucket, rank }) => {
      let all = sorted.get(bucket);
      if (!all) sorted.set(bucket, (all = values.sortedOf(cells.map((cell) => cell * this.#buckets + bucket))));
      return all[rank]!;
    });
    return { count, p50, p90, p95, p99, max };
  }
}

/** The values of some places, of which it is known how many there are. */
class Collected {
  /** 1 for the places that are. */
  readonly wanted: Uint8Array;
  readonly #values = new Map<number, { values: Float64Array; count: number }>();

  constructor(places: ReadonlySet<number>, histogram: Int32Array) {
    this.wanted = new Uint8Array(histogram.length);
    for (const place of places) {
      this.wanted[place] = 1;
      this.#values.set(place, { values: new Float64Array(histogram[place]!), count: 0 });
    }
  }

  add(place: number, value: number): void {
    const some = this.#values.get(place)!;
    some.values[some.count] = value;
    some.count += 1;
  }

  sortedOf(places: readonly number[]): Float64Array {
    const parts = places.map((place) => this.#values.get(place)!.values);
    const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all.sort();
  }
}
