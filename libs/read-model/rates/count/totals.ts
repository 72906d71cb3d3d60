import { BASES, type Basis, emptyTally, type Outcome, type Tally } from '#kept/domain';
import { type Names } from '../facts/fact-columns.js';
import { SUMS } from '../facts/profile.js';
import { type Profile } from '../facts/profile.js';
import { type Months } from '../months.js';
import { type RatesQuestion, type SliceKey } from '../question.js';
import { keyOf, type Slice, slicesOf } from '../slices.js';
import { type Groups } from './groups.js';
import { PASSED, type ProfileTable, valuesIn } from './profiles.js';
import { type Scan } from './scan.js';

/** What is counted beside a rate, over the commitments it covers. */
export interface Beside {
  commitments: number;
  early: number;
  keptOnlyBecauseTold: number;
  keptNotSolved: number;
  keptLeftUndone: number;
  shortNotices: number;
  toldChanges: number;
  reschedules: number;
  /** `null` where there are no commitments. */
  reschedulesPerCommitment: number | null;
}

/** The commitments of a slice or of a part of one, on a basis. */
export class Totals {
  readonly tally: Tally = emptyTally();
  commitments = 0;
  /** Those of which it is known how late they were. */
  latenesses = 0;
  readonly #sums = new Float64Array(SUMS.length);

  count(outcome: Outcome, commitments: number, { isInstant, sums }: Profile): void {
    this.tally[outcome] += commitments;
    this.commitments += commitments;
    if (isInstant) this.latenesses += commitments;
    for (let n = 0; n < SUMS.length; n += 1) this.#sums[n]! += sums[n]! * commitments;
  }

  add(other: Totals): void {
    for (const outcome in other.tally) this.tally[outcome as Outcome] += other.tally[outcome as Outcome];
    this.commitments += other.commitments;
    for (let n = 0; n < SUMS.length; n += 1) this.#sums[n]! += other.#sums[n]!;
  }

  beside(): Beside {
    const { commitments } = this;
    const sums = Object.fromEntries(SUMS.map((sum, n) => [sum, this.#sums[n]!])) as Record<
      (typeof SUMS)[number],
      number
    >;
    return {
      commitments,
      ...sums,
      reschedulesPerCommitment: commitments === 0 ? null : sums.reschedules / commitments,
    };
  }
}

/** A slice, and the cells — groups and classes of profiles, numbered from 1 on — that it is made of. */
export interface SliceOfCells {
  slice: Slice;
  cells: number[];
}

/** Makes totals of a scan's counts: by cell first, because a cell may be in several slices. */
export class CellTotals {
  /** By cell, and by the place of the basis in the question. */
  readonly #totals = new Map<number, Totals[]>();

  constructor(
    private readonly question: RatesQuestion,
    private readonly profiles: ProfileTable,
    known: readonly Profile[],
    { counts }: Scan,
  ) {
    const profileAt = this.#profilesByVariant(known.length);
    counts.forEach((counter, commitments) => {
      const variant = counter % profiles.variants;
      const code = profileAt[variant]!;
      const group = (counter - variant) / profiles.variants;
      const cell = 1 + group * profiles.classes.length + profiles.classOf[code]!;
      this.#count(cell, known[code]!, variant - profiles.variant[code]!, commitments);
    });
  }

  /** The slices there are: those with a commitment on any of the bases. */
  slices(groups: Groups, names: Names, months: Months): SliceOfCells[] {
    const { by = [] } = this.question;
    const slices = new Map<string, SliceOfCells>();
    for (const [cell, totals] of this.#totals) {
      if (totals.every(({ commitments }) => commitments === 0)) continue;
      const sort = (cell - 1) % this.profiles.classes.length;
      const group = (cell - 1 - sort) / this.profiles.classes.length;
      const member = groups.members[group]!;
      const valuesOf = (part: SliceKey): readonly (string | null)[] => {
        const values = valuesIn(this.profiles.classes[sort]!, part);
        if (values) return values;
        const code = member[groups.parts.indexOf(part as (typeof groups.parts)[number])]!;
        return [part === 'month' ? months.labels[code]! : names.of[part as keyof Names['of']].textOf(code)];
      };
      for (const slice of slicesOf(by, valuesOf)) {
        const known = slices.get(keyOf(slice));
        if (known) known.cells.push(cell);
        else slices.set(keyOf(slice), { slice, cells: [cell] });
      }
    }
    return [...slices.values()];
  }

  of({ cells }: SliceOfCells, basis: Basis): Totals {
    const sum = new Totals();
    for (const cell of cells) sum.add(this.#totals.get(cell)![this.question.bases.indexOf(basis)]!);
    return sum;
  }

  /** By cell, of how many it is known how late they were by the due of a basis. */
  latenesses(basis: Basis): Int32Array {
    const place = this.question.bases.indexOf(basis);
    let last = 0;
    for (const cell of this.#totals.keys()) last = Math.max(last, cell);
    const latenesses = new Int32Array(last + 1);
    for (const [cell, totals] of this.#totals) latenesses[cell] = totals[place]!.latenesses;
    return latenesses;
  }

  #count(cell: number, profile: Profile, passed: number, commitments: number): void {
    const { bases } = this.question;
    let totals = this.#totals.get(cell);
    if (!totals) this.#totals.set(cell, (totals = bases.map(() => new Totals())));
    for (let n = 0; n < bases.length; n += 1) {
      const basis = BASES.indexOf(bases[n]!);
      const outcome = profile.outcomes[basis];
      if (outcome === undefined) continue;
      const settled = outcome === 'open' ? (passed & (1 << basis) ? 'overdue' : 'pending') : outcome;
      totals[n]!.count(settled, commitments, profile);
    }
  }

  #profilesByVariant(profiles: number): Int32Array {
    const { variant, open, variants } = this.profiles;
    const profileAt = new Int32Array(variants);
    for (let code = 0; code < profiles; code += 1)
      profileAt.fill(code, variant[code], variant[code]! + (open[code] === 1 ? PASSED : 1));
    return profileAt;
  }
}
