import { type Basis, emptyTally, nearestRank, type Tally } from '#kept/domain';
import { type Cell, SUMS } from './aggregate.js';
import { type Slice, keyOf } from './slices.js';

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

export interface Totals {
  slice: Slice;
  basis: Basis;
  tally: Tally;
  commitments: number;
  sums: Record<(typeof SUMS)[number], number>;
  lateness: number[];
}

/** What has been counted so far, by slice and basis. */
export class Tallies {
  readonly #totals = new Map<string, Map<Basis, Totals>>();

  constructor(private readonly bases: readonly Basis[]) {}

  add(slice: Slice, basis: Basis, cell: Cell): void {
    const totals = this.of(slice, basis);
    totals.tally[cell.outcome] += Number(cell.commitments);
    totals.commitments += Number(cell.commitments);
    for (const sum of SUMS) totals.sums[sum] += Number(cell[sum]);
  }

  /** The totals of a slice on a basis. A slice that exists on one basis exists on all, perhaps with no data. */
  of(slice: Slice, basis: Basis): Totals {
    const key = keyOf(slice);
    let totals = this.#totals.get(key);
    if (!totals) {
      totals = new Map(this.bases.map((each) => [each, emptyTotals(slice, each)]));
      this.#totals.set(key, totals);
    }
    return totals.get(basis)!;
  }

  /** By slice, in the order they were met; within a slice, in the order the bases were asked for. */
  all(): Totals[][] {
    return [...this.#totals.values()].map((totals) => [...totals.values()]);
  }
}

export function besideOf({ commitments, sums }: Totals): Beside {
  return {
    commitments,
    early: sums.early,
    keptOnlyBecauseTold: sums.kept_only_because_told,
    keptNotSolved: sums.kept_not_solved,
    keptLeftUndone: sums.kept_left_undone,
    shortNotices: sums.short_notices,
    toldChanges: sums.told_changes,
    reschedules: sums.reschedules,
    reschedulesPerCommitment: commitments === 0 ? null : sums.reschedules / commitments,
  };
}

export function latenessIn({ lateness }: Totals): Lateness {
  const sorted = Float64Array.from(lateness).sort() as unknown as readonly number[];
  return {
    count: sorted.length,
    p50: nearestRank(sorted, 50),
    p90: nearestRank(sorted, 90),
    p95: nearestRank(sorted, 95),
    p99: nearestRank(sorted, 99),
    max: nearestRank(sorted, 100),
  };
}

function emptyTotals(slice: Slice, basis: Basis): Totals {
  const sums = Object.fromEntries(SUMS.map((sum) => [sum, 0])) as Totals['sums'];
  return { slice, basis, tally: emptyTally(), commitments: 0, sums, lateness: [] };
}
