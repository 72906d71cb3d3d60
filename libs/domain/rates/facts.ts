import { type ContactMode, type Dimension, DIMENSIONS, type MadeCommitment, type Source } from '../commitment/index.js';
import { type Instant, startOf } from '../time/index.js';
import { BASES, type Basis, type SettledOutcome, settledOutcome, windowOn } from './outcome.js';

/** A commitment against one basis: when it was due, and how it turned out if that is settled. */
export interface BasisFact {
  due: Instant;
  /** Absent while the commitment is open: then the moment of the question decides. */
  outcome?: SettledOutcome;
}

/**
 * Everything the rates need of one commitment, and nothing that depends on when they are asked. What is pending,
 * overdue or open is decided by the question's `at`.
 */
export interface CommitmentFacts {
  customer: string;
  segment?: string;
  team: string;
  owner: string;
  kind: string;
  source: Source;
  mode: ContactMode;
  dimensions: readonly Dimension[];
  /** Distinct reasons of the provider's reschedules and withdrawal. */
  reasons: readonly string[];
  bases: Readonly<Partial<Record<Basis, BasisFact>>>;
  /** When it was done, where it is known as an instant: lateness is counted over these alone. */
  fulfilledAt?: Instant;
  reschedules: number;
  shortNotices: number;
  toldChanges: number;
  /** Fulfilled before its window began. */
  early: boolean;
  /** Kept as last agreed, by a telling that came after an earlier due had passed. */
  keptOnlyBecauseTold: boolean;
  /** Kept as last agreed, and the call found that the problem persists. */
  keptNotSolved: boolean;
  /** Kept as last agreed, with something left undone. */
  keptLeftUndone: boolean;
}

/** The facts of a commitment as it stands. */
export function factsOf(commitment: MadeCommitment): CommitmentFacts {
  const promise = commitment.promise.data;
  const dimensions = {
    customer: promise.customer,
    ...(promise.segment !== undefined && { segment: promise.segment }),
    team: promise.team,
    owner: promise.owner,
    kind: promise.kind,
    source: promise.source,
    mode: promise.contactMode,
    dimensions: DIMENSIONS.filter((dimension) => dimension === 'time' || promise.levels[dimension]),
  };
  if (commitment.status === 'voided')
    return {
      ...dimensions,
      reasons: [],
      bases: {
        'as-first-promised': { due: promise.promised.due, outcome: 'void' },
        'as-last-agreed': { due: promise.promised.due, outcome: 'void' },
        ...(promise.requested && { 'as-requested': { due: promise.requested.due, outcome: 'void' } }),
        'as-planned': { due: promise.plan.due, outcome: 'void' },
      },
      reschedules: 0,
      shortNotices: 0,
      toldChanges: 0,
      early: false,
      keptOnlyBecauseTold: false,
      keptNotSolved: false,
      keptLeftUndone: false,
    };

  const { standing } = commitment;
  const { settlement } = standing;
  const bases: Partial<Record<Basis, BasisFact>> = {};
  for (const basis of BASES) {
    const due = windowOn(basis, standing)?.due;
    if (due === undefined) continue;
    const outcome = settledOutcome(standing, due);
    bases[basis] = outcome ? { due, outcome } : { due };
  }
  const fulfilment = settlement?.by === 'fulfilment' ? settlement : undefined;
  const kept = bases['as-last-agreed']?.outcome === 'kept';
  return {
    ...dimensions,
    reasons: [...new Set(standing.reasons)],
    bases,
    ...(fulfilment && !fulfilment.interval && { fulfilledAt: fulfilment.at }),
    reschedules: standing.reschedules,
    shortNotices: standing.shortNotices,
    toldChanges: standing.toldChanges,
    early:
      fulfilment !== undefined &&
      standing.expectation.from !== undefined &&
      fulfilment.at < startOf(standing.expectation),
    keptOnlyBecauseTold: kept && standing.toldAfterDue,
    keptNotSolved: kept && standing.problemPersists === true,
    keptLeftUndone: kept && fulfilment?.leftUndone === true,
  };
}
