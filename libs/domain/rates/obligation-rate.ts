import { type ObligationState } from '../obligations/index.js';
import { wilsonInterval } from './wilson.js';

/** What became of obligations of one kind. A breach was made good late, or not at all so far. */
export interface ObligationTally extends Record<Exclude<ObligationState, 'breached'>, number> {
  late: number;
  missed: number;
}

/** How many obligations were met in time, with everything needed to doubt it; `null` is “no data”. */
export interface ObligationRate extends ObligationTally {
  numerator: number;
  denominator: number;
  rate: number | null;
  /** 95 % Wilson interval of the rate. */
  low: number | null;
  high: number | null;
}

export const emptyObligationTally = (): ObligationTally => ({
  met: 0,
  late: 0,
  missed: 0,
  open: 0,
  superseded: 0,
  void: 0,
  undetermined: 0,
});

/**
 * Met ÷ (met + late + missed). What is open can still be met, and what was superseded, void or undetermined says nothing:
 * those are counted beside it.
 */
export function obligationRate(tally: ObligationTally): ObligationRate {
  const { met, late, missed } = tally;
  const denominator = met + late + missed;
  const interval = wilsonInterval(met, denominator);
  return {
    ...tally,
    numerator: met,
    denominator,
    rate: denominator === 0 ? null : met / denominator,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}
