import {
  BASES,
  type Basis,
  type Commitment,
  type Instant,
  type MadeCommitment,
  type Outcome,
  outcomeOn,
  type PromisedWindow,
  type Settlement,
} from '#kept/domain';

/** A commitment as it stood at a moment. */
export interface CommitmentInHistory {
  commitment: string;
  customer: string;
  segment?: string;
  team: string;
  owner: string;
  kind: string;
  status: MadeCommitment['status'];
  madeAt: Instant;
  first: PromisedWindow;
  requested?: PromisedWindow;
  expectation: PromisedWindow;
  plan: PromisedWindow;
  settlement?: Settlement;
  recoveryOf?: string;
  reschedules: number;
  /** Per basis; a commitment for which nothing was asked has none as requested. */
  outcomes: Partial<Record<Basis, Outcome>>;
}

/** `undefined` for a commitment that had not been made. */
export function summaryOf(id: string, commitment: Commitment, at: Instant): CommitmentInHistory | undefined {
  if (commitment.status === 'unmade') return undefined;
  const { data, occurredAt } = commitment.promise;
  const { first, requested, expectation, plan, settlement, reschedules } =
    commitment.status === 'voided' ? asPromised(commitment) : commitment.standing;
  const summary: CommitmentInHistory = {
    commitment: id,
    customer: data.customer,
    team: data.team,
    owner: data.owner,
    kind: data.kind,
    status: commitment.status,
    madeAt: occurredAt,
    first,
    expectation,
    plan,
    reschedules,
    outcomes: outcomesOf(commitment, at),
  };
  // Not with spreads: a customer may have thousands of them.
  if (data.segment !== undefined) summary.segment = data.segment;
  if (requested) summary.requested = requested;
  if (settlement) summary.settlement = settlement;
  if (data.recoveryOf !== undefined) summary.recoveryOf = data.recoveryOf;
  return summary;
}

/** A promise that was a mistake shows what it had said. */
function asPromised({ promise }: MadeCommitment) {
  const { promised, requested, plan } = promise.data;
  return { first: promised, requested, expectation: promised, plan, settlement: undefined, reschedules: 0 };
}

function outcomesOf(commitment: Commitment, at: Instant): Partial<Record<Basis, Outcome>> {
  const outcomes: Partial<Record<Basis, Outcome>> = {};
  for (const basis of BASES) {
    const outcome = outcomeOn(basis, commitment, at);
    if (outcome) outcomes[basis] = outcome;
  }
  return outcomes;
}
