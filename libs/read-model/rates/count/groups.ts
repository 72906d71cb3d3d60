import { type Block, BLOCK, type FactColumns, NAMED, type Named, type Names } from '../facts/fact-columns.js';
import { type Months } from '../months.js';
import { type SliceKey } from '../question.js';

/** Combinations of names for which a table is held; beyond, they are looked up one by one. */
const LARGEST_TABLE = 1 << 20;
/** Months are numbered as they are met; there are fewer than this between the years 1 and 9999. */
const MONTHS = 120_000;

/** Numbers the combinations of names, and of months, that commitments are sliced by, in the order they are met. */
export class Groups {
  /** The parts that a group is made of. */
  readonly parts: readonly (Named | 'month')[];
  /** By number: what each part is in it. */
  readonly members: number[][] = [];
  readonly #sizes: number[];
  readonly #table: Int32Array | undefined;
  readonly #map = new Map<number, number>();
  readonly #combinations = new Float64Array(BLOCK);

  constructor(
    by: readonly SliceKey[],
    { of }: Names,
    private readonly months: Months,
  ) {
    this.parts = [...NAMED, 'month' as const].filter((part) => by.includes(part));
    this.#sizes = this.parts.map((part) => (part === 'month' ? MONTHS : of[part].size));
    const combinations = this.#sizes.reduce((product, size) => product * size, 1);
    if (combinations <= LARGEST_TABLE) this.#table = new Int32Array(combinations).fill(-1);
  }

  /**
   * Finds the groups of some rows.
   * @param basis the one whose due decides the month of each row
   * @param block the block that all the rows are in
   * @param groups where they are put, in the order of the rows
   */
  find(columns: FactColumns, basis: number, block: Block, rows: Int32Array, count: number, groups: Int32Array): void {
    const { parts } = this;
    if (parts.length === 1 && parts[0] !== 'month') {
      this.#number(columns.named[parts[0]!], rows, count, groups);
      return;
    }
    // First the combination of each row, part by part, and then its number: short loops are fast ones.
    const combinations = this.#combinations;
    combinations.fill(0, 0, count);
    for (const [part, name] of parts.entries()) {
      const size = this.#sizes[part]!;
      if (name === 'month') this.#combineMonths(columns.due[basis]!, block, basis, rows, count);
      else {
        const codes = columns.named[name];
        for (let n = 0; n < count; n += 1) combinations[n] = combinations[n]! * size + codes[rows[n]!]!;
      }
    }
    for (let n = 0; n < count; n += 1) {
      const combination = combinations[n]!;
      const known = this.#table ? this.#table[combination]! : (this.#map.get(combination) ?? -1);
      groups[n] = known >= 0 ? known : this.#add(combination);
    }
  }

  #combineMonths(due: Float64Array, block: Block, basis: number, rows: Int32Array, count: number): void {
    const { months } = this;
    const combinations = this.#combinations;
    // Mostly a block is of one month.
    const common = months.commonCode(block.earliestDue[basis]!, block.latestDue[basis]!);
    if (common !== undefined) for (let n = 0; n < count; n += 1) combinations[n] = combinations[n]! * MONTHS + common;
    else for (let n = 0; n < count; n += 1) combinations[n] = combinations[n]! * MONTHS + months.codeOf(due[rows[n]!]!);
  }

  /** One part alone: its codes are the combinations. */
  #number(codes: Int32Array, rows: Int32Array, count: number, groups: Int32Array): void {
    const table = this.#table;
    for (let n = 0; n < count; n += 1) {
      const code = codes[rows[n]!]!;
      const known = table ? table[code]! : (this.#map.get(code) ?? -1);
      groups[n] = known >= 0 ? known : this.#add(code);
    }
  }

  #add(combination: number): number {
    const member: number[] = [];
    for (let part = this.parts.length - 1, rest = combination; part >= 0; part -= 1) {
      const size = this.#sizes[part]!;
      member.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    const group = this.members.push(member) - 1;
    if (this.#table) this.#table[combination] = group;
    else this.#map.set(combination, group);
    return group;
  }
}
