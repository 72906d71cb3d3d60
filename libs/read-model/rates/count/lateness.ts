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
 * and then only the values of those buckets are looked at. One basis after the other: the places of what it covers are
 * noted beside the columns, and since most promises were never moved, most places are those of the basis before.
 */
export class LatenessRanks {
  readonly #shift: number;
  readonly #buckets: number;
  /** By cell and bucket, by the due of the basis. */
  readonly #histogram: Int32Array;
  #basis: number | undefined;

  constructor(
    private readonly covered: readonly Covered[],
    cells: number,
  ) {
    const bits = Math.min(16, Math.max(4, Math.floor(Math.log2(COUNTERS / cells))));
    this.#shift = 16 - bits;
    this.#buckets = 1 << bits;
    this.#histogram = new Int32Array(cells * this.#buckets);
  }

  /** @param slices the cells that each slice is made of; a cell may be in several */
  on(basis: number, slices: readonly (readonly number[])[]): Lateness[] {
    for (const some of this.covered) {
      if (this.#basis === undefined) this.#count(some, basis);
      else this.#move(some, this.#basis, basis);
    }
    this.#basis = basis;
    const ranks = slices.map((cells) => this.#ranksIn(cells));
    const places = slices.flatMap((cells, index) =>
      ranks[index]!.wanted.flatMap(({ bucket }) => cells.map((cell) => cell * this.#buckets + bucket)),
    );
    const values = new Collected(new Set(places), this.#histogram);
    for (const some of this.covered) values.add(some, basis);
    return slices.map((cells, index) => this.#latenessOf(cells, ranks[index]!, values));
  }

  /** What has no lateness is counted like the rest, in a bucket where nothing else is: that takes no decision. */
  #count({ columns, rows, cells, count }: Covered, basis: number): void {
    const codes = columns.lateness[basis]!;
    const { places } = columns.notes;
    const [histogram, shift, buckets] = [this.#histogram, this.#shift, this.#buckets];
    for (let n = 0; n < count; n += 1) {
      const place = cells[n]! * buckets + (codes[rows[n]!]! >> shift);
      places[n] = place;
      histogram[place]! += 1;
    }
  }

  /** From one basis to another: most are as late by the one as by the other. */
  #move({ columns, rows, cells, count }: Covered, from: number, to: number): void {
    const [before, codes] = [columns.lateness[from]!, columns.lateness[to]!];
    const { places } = columns.notes;
    const [histogram, shift, buckets] = [this.#histogram, this.#shift, this.#buckets];
    for (let n = 0; n < count; n += 1) {
      const row = rows[n]!;
      const code = codes[row]!;
      if (code === before[row]) continue;
      const place = cells[n]! * buckets + (code >> shift);
      histogram[places[n]!]! -= 1;
      histogram[place]! += 1;
      places[n] = place;
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
  /** 1 for the places that are asked for. */
  readonly #wanted: Uint8Array;
  readonly #values: Float64Array;
  /** By place: where its values begin, and where the next one goes. */
  readonly #begin: Int32Array;
  readonly #next: Int32Array;

  constructor(places: ReadonlySet<number>, histogram: Int32Array) {
    this.#wanted = new Uint8Array(histogram.length);
    this.#begin = new Int32Array(histogram.length);
    let all = 0;
    for (const place of places) {
      this.#wanted[place] = 1;
      this.#begin[place] = all;
      all += histogram[place]!;
    }
    this.#next = this.#begin.slice();
    this.#values = new Float64Array(all);
  }

  /** Fetches the values of what is covered, by the due of a basis. */
  add({ columns, rows, count }: Covered, basis: number): void {
    const { places } = columns.notes;
    const due = columns.due[basis]!;
    const { fulfilledAt } = columns;
    const [wanted, values, next] = [this.#wanted, this.#values, this.#next];
    for (let n = 0; n < count; n += 1) {
      const place = places[n]!;
      if (wanted[place] !== 1) continue;
      const row = rows[n]!;
      values[next[place]!++] = fulfilledAt[row]! - due[row]!;
    }
  }

  /** Those of one place, or of several together. */
  sortedOf(places: readonly number[]): Float64Array {
    const parts = places.map((place) => this.#values.subarray(this.#begin[place], this.#next[place]));
    if (parts.length === 1) return parts[0]!.sort();
    const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all.sort();
  }
}
