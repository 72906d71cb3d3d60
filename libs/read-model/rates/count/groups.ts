import { type FactColumns, NAMED, type Named, type Names } from '../facts/fact-columns.js';
import { type Months } from '../months.js';
import { type SliceKey } from '../question.js';

/** Combinations of names for which a table is held; beyond, they are looked up one by one. */
const LARGEST_TABLE = 1 << 20;

/** Numbers the combinations of names, and of months, that commitments are sliced by, in the order they are met. */
export class Groups {
  /** The parts that a group is made of. */
  readonly parts: readonly (Named | 'month')[];
  /** By number: what each part is in it. */
  readonly members: number[][] = [];
  readonly #sizes: number[];
  readonly #table: Int32Array | undefined;
  readonly #map = new Map<number, number>();

  constructor(
    by: readonly SliceKey[],
    { of }: Names,
    private readonly months: Months,
  ) {
    this.parts = [...NAMED, 'month' as const].filter((part) => by.includes(part));
    // Months are numbered as they are met; there are fewer than this between the years 1 and 9999.
    this.#sizes = this.parts.map((part) => (part === 'month' ? 120_000 : of[part].size));
    const combinations = this.#sizes.reduce((product, size) => product * size, 1);
    if (combinations <= LARGEST_TABLE) this.#table = new Int32Array(combinations).fill(-1);
  }

  /** Finds the group of a row, by the columns it lies in and the due that decides its month. */
  in(columns: FactColumns, due: Float64Array): (row: number) => number {
    const { parts, months } = this;
    if (parts.length === 0) return () => this.#groupOf(0);
    const [only] = parts;
    if (parts.length === 1 && only !== 'month') {
      const codes = columns.named[only!];
      return (row) => this.#groupOf(codes[row]!);
    }
    const codeOf = parts.map((part): ((row: number) => number) => {
      if (part === 'month') return (row) => months.codeOf(due[row]!);
      const codes = columns.named[part];
      return (row) => codes[row]!;
    });
    return (row) => {
      let combination = 0;
      for (let part = 0; part < codeOf.length; part += 1)
        combination = combination * this.#sizes[part]! + codeOf[part]!(row);
      return this.#groupOf(combination);
    };
  }

  #groupOf(combination: number): number {
    if (this.#table) {
      const group = this.#table[combination]!;
      return group >= 0 ? group : (this.#table[combination] = this.#next(combination));
    }
    let group = this.#map.get(combination);
    if (group === undefined) this.#map.set(combination, (group = this.#next(combination)));
    return group;
  }

  #next(combination: number): number {
    const member: number[] = [];
    for (let part = this.parts.length - 1, rest = combination; part >= 0; part -= 1) {
      const size = this.#sizes[part]!;
      member.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return this.members.push(member) - 1;
  }
}
