import { type Commitment, type Settlement, type Standing, type Terms } from '../commitment/index.js';
import { type Instant, type PromisedWindow } from '../time/index.js';

/** What a promise is measured against. */
export const BASES = ['as-first-promised', 'as-last-agreed', 'as-requested', 'as-planned'] as const;
export type Basis = (typeof BASES)[number];

/** Outcomes that nothing but another entry can change. */
export const SETTLED_OUTCOMES = ['kept', 'tolerated', 'late', 'broken', 'undetermined', 'void'] as const;
export type SettledOutcome = (typeof SETTLED_OUTCOMES)[number];

export const OUTCOMES = [...SETTLED_OUTCOMES, 'overdue', 'pending'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The window of a basis; `undefined` where there is none: as requested, when nothing was asked for. */
export function windowOn(basis: Basis, standing: Standing): PromisedWindow | undefined {
  switch (basis) {
    case 'as-first-promised':
      return standing.first;
    case 'as-last-agreed':
      return standing.expectation;
    case 'as-requested':
      return standing.requested;
    case 'as-planned':
      return standing.plan;
  }
}

/**
 * How a commitment turned out, judged on a basis at a moment.
 * @param commitment as it stood at `at`, see `commitmentAt`
 * @returns `undefined` where the commitment has no such basis, or was not made yet
 */
export function outcomeOn(basis: Basis, commitment: Commitment, at: Instant): Outcome | undefined {
  if (commitment.status === 'unmade') return undefined;
  if (commitment.status === 'voided')
    return basis === 'as-requested' && !commitment.promise.data.requested ? undefined : 'void';
  const { standing } = commitment;
  const due = windowOn(basis, standing)?.due;
  return due === undefined ? undefined : (settledOutcome(standing, due) ?? openOutcome(due, at));
}

/** The outcome of an open commitment: it has passed its due strictly before the moment, or not yet. */
export function openOutcome(due: Instant, at: Instant): 'overdue' | 'pending' {
  return due < at ? 'overdue' : 'pending';
}

/** What a settled commitment is judged by. */
export interface Judged {
  settlement?: Settlement;
  terms: Pick<Terms, 'tolerance'>;
}

/** The outcome of a settled commitment against a due; `undefined` while it is open. */
export function settledOutcome({ settlement, terms }: Judged, due: Instant): SettledOutcome | undefined {
  return settlement && judge(settlement, due, due + terms.tolerance);
}

function judge(settlement: Settlement, due: Instant, tolerated: number): SettledOutcome {
  if (settlement.by === 'withdrawal') return settlement.party === 'provider' || settlement.at > due ? 'broken' : 'void';
  const { at, interval } = settlement;
  if (at <= due) return 'kept';
  if (interval && interval.notBefore < due) return 'undetermined';
  return at <= tolerated ? 'tolerated' : 'late';
}
