import { type RateAnswer } from '#kept/read-model';

type RateJson = Omit<RateAnswer, 'beside'> & RateAnswer['beside'];

/**
 * A rate as JSON and CSV have it: what is counted beside it stands beside it. Field by field, since to spread so many makes
 * tables of names of the objects: for the 120 rows of forty teams 0.8 ms and not 0.01, and garbage that takes longer still.
 */
export function rateJson(rate: RateAnswer): RateJson {
  const { beside } = rate;
  return {
    slice: rate.slice,
    basis: rate.basis,
    kept: rate.kept,
    tolerated: rate.tolerated,
    late: rate.late,
    broken: rate.broken,
    undetermined: rate.undetermined,
    void: rate.void,
    overdue: rate.overdue,
    pending: rate.pending,
    numerator: rate.numerator,
    denominator: rate.denominator,
    rate: rate.rate,
    low: rate.low,
    high: rate.high,
    lowerBound: rate.lowerBound,
    upperBound: rate.upperBound,
    timeZone: rate.timeZone,
    lateness: rate.lateness,
    period: rate.period,
    position: rate.position,
    at: rate.at,
    commitments: beside.commitments,
    reschedules: beside.reschedules,
    shortNotices: beside.shortNotices,
    toldChanges: beside.toldChanges,
    early: beside.early,
    keptOnlyBecauseTold: beside.keptOnlyBecauseTold,
    keptNotSolved: beside.keptNotSolved,
    keptLeftUndone: beside.keptLeftUndone,
    reschedulesPerCommitment: beside.reschedulesPerCommitment,
  };
}
