import {
  type ContactMode,
  type CurrentCommitment,
  type Dimension,
  DIMENSIONS,
  type PromiseMade,
  type Source,
  type Standing,
} from '../commitment/index.js';
import { type Instant, startOf } from '../time/index.js';
import { type Basis, type SettledOutcome, settledOutcome } from './outcome.js';

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

/**
 * The facts of a commitment as it stands. Plain literals and no spreads: the read model asks after every second event,
 * and spreading cost three times as much as everything else in here.
 */
export function factsOf(commitment: CurrentCommitment): CommitmentFacts {
  return commitment.status === 'voided' ? voidedFacts(commitment.promise.data) : standingFacts(commitment.standing);
}

function standingFacts(standing: Standing): CommitmentFacts {
  const { promise, settlement, expectation } = standing;
  const fulfilment = settlement?.by === 'fulfilment' ? settlement : undefined;
  const last = factOn(standing, expectation.due);
  const kept = last.outcome === 'kept';
  const bases: Partial<Record<Basis, BasisFact>> = {
    'as-first-promised': factOn(standing, standing.first.due),
    'as-last-agreed': last,
    'as-planned': factOn(standing, standing.plan.due),
  };
  if (standing.requested) bases['as-requested'] = factOn(standing, standing.requested.due);
  const facts: CommitmentFacts = {
    customer: promise.customer,
    team: promise.team,
    owner: promise.owner,
    kind: promise.kind,
    source: promise.source,
    mode: promise.contactMode,
    dimensions: dimensionsOf(promise),
    reasons: distinct(standing.reasons),
    bases,
    reschedules: standing.reschedules,
    shortNotices: standing.shortNotices,
    toldChanges: standing.toldChanges,
    early: fulfilment !== undefined && expectation.from !== undefined && fulfilment.at < startOf(expectation),
    keptOnlyBecauseTold: kept && standing.toldAfterDue,
    keptNotSolved: kept && standing.problemPersists === true,
    keptLeftUndone: kept && fulfilment?.leftUndone === true,
  };
  if (promise.segment !== undefined) facts.segment = promise.segment;
  if (fulfilment && !fulfilment.interval) facts.fulfilledAt = fulfilment.at;
  return facts;
}

function voidedFacts(promise: PromiseMade['data']): CommitmentFacts {
  const bases: Partial<Record<Basis, BasisFact>> = {
    'as-first-promised': { due: promise.promised.due, outcome: 'void' },
    'as-last-agreed': { due: promise.promised.due, outcome: 'void' },
    'as-planned': { due: promise.plan.due, outcome: 'void' },
  };
  if (promise.requested) bases['as-requested'] = { due: promise.requested.due, outcome: 'void' };
  const facts: CommitmentFacts = {
    customer: promise.customer,
    team: promise.team,
    owner: promise.owner,
    kind: promise.kind,
    source: promise.source,
    mode: promise.contactMode,
    dimensions: dimensionsOf(promise),
    reasons: [],
    bases,
    reschedules: 0,
    shortNotices: 0,
    toldChanges: 0,
    early: false,
    keptOnlyBecauseTold: false,
    keptNotSolved: false,
    keptLeftUndone: false,
  };
  if (promise.segment !== undefined) facts.segment = promise.segment;
  return facts;
}

function factOn(standing: Standing, due: Instant): BasisFact {
  const outcome = settledOutcome(standing, due);
  return outcome ? { due, outcome } : { due };
}

const ONLY_TIME: readonly Dimension[] = ['time'];

function dimensionsOf({ levels }: PromiseMade['data']): readonly Dimension[] {
  // Most promises are about time and nothing else.
  for (const _ in levels) return DIMENSIONS.filter((dimension) => dimension === 'time' || levels[dimension]);
  return ONLY_TIME;
}

function distinct(reasons: readonly string[]): readonly string[] {
  return reasons.length < 2 ? reasons : [...new Set(reasons)];
}
