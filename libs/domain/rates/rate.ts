import { type Outcome } from './outcome.js';
import { wilsonInterval } from './wilson.js';

/** How many commitments turned out which way. */
export type Tally = Record<Outcome, number>;

/** A fulfilment rate with everything needed to doubt it. Proportions from 0 to 1; `null` is “no data”, never 100 %. */
export interface FulfilmentRate extends Tally {
  numerator: number;
  denominator: number;
  rate: number | null;
  /** 95 % Wilson interval of the rate. */
  low: number | null;
  high: number | null;
  /** The rate if every undetermined one was broken, and if every one was kept. */
  lowerBound: number | null;
  upperBound: number | null;
}

export function emptyTally(): Tally {
  return { kept: 0, tolerated: 0, late: 0, broken: 0, undetermined: 0, void: 0, overdue: 0, pending: 0 };
}

/**
 * Fulfilment rate = kept ÷ (kept + tolerated + late + broken + overdue). Pending and void are in neither; undetermined
 * ones are counted beside it and give its bounds, over all determined and undetermined.
 */
export function fulfilmentRate(tally: Tally): FulfilmentRate {
  const { kept, tolerated, late, broken, overdue, undetermined } = tally;
  const denominator = kept + tolerated + late + broken + overdue;
  const all = denominator + undetermined;
  const interval = wilsonInterval(kept, denominator);
  return {
    ...tally,
    numerator: kept,
    denominator,
    rate: denominator === 0 ? null : kept / denominator,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    lowerBound: all === 0 ? null : kept / all,
    upperBound: all === 0 ? null : (kept + undetermined) / all,
  };
}

/**
 * Where the nearest-rank percentile lies among `count` ascending values, from 0: the smallest value with at least
 * `percent` of all values at or below it, that is the value of rank ⌈percent/100 · n⌉. Always one of the values, never
 * between two; where there are none, 0.
 */
export function nearestRankIndex(count: number, percent: number): number {
  return Math.max(1, Math.ceil((percent * count) / 100)) - 1;
}
