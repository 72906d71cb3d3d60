import { BASES, formatInstant, type Outcome } from '#kept/domain';
import { type CommitmentInHistory, type ListedCommitment } from '#kept/read-model';
import { settlementJson, windowJson } from './window.js';

type Told = Pick<
  CommitmentInHistory,
  'madeAt' | 'first' | 'requested' | 'expectation' | 'plan' | 'settlement' | 'outcomes'
>;

/** A commitment as JSON has it: instants in ISO 8601, an outcome for every basis or `null`. */
export function commitmentJson(commitment: CommitmentInHistory) {
  const { madeAt, first, requested, expectation, plan, settlement, outcomes, ...rest } = commitment;
  return { ...rest, ...toldJson(commitment) };
}

/** A commitment as a board shows it. */
export function listedJson(commitment: ListedCommitment) {
  const { commitment: id, customer, team, owner, kind, segment, status, recoveryOf } = commitment;
  const { clarity, source, contactMode, warnings, reschedules, openComplaints, clockPaused } = commitment;
  // Named one by one: to spread fifty of them costs as much as to find them.
  return {
    commitment: id,
    customer,
    team,
    owner,
    kind,
    ...(segment !== undefined && { segment }),
    status,
    ...(recoveryOf !== undefined && { recoveryOf }),
    clarity,
    source,
    contactMode,
    warnings,
    reschedules,
    openComplaints,
    clockPaused,
    lastRevision: commitment.lastRevision,
    lastPosition: commitment.lastPosition,
    lastOccurredAt: formatInstant(commitment.lastOccurredAt),
    ...toldJson(commitment),
  };
}

function toldJson({ madeAt, first, requested, expectation, plan, settlement, outcomes }: Told) {
  const firstPromised = windowJson(first);
  // Mostly nothing has moved, and the windows are one.
  const expected = expectation === first ? firstPromised : windowJson(expectation);
  const told: Record<string, Outcome | null> = {};
  for (const basis of BASES) told[basis] = outcomes[basis] ?? null;
  return {
    madeAt: formatInstant(madeAt),
    firstPromised,
    ...(requested && { requested: windowJson(requested) }),
    expectation: expected,
    plan: plan === expectation ? expected : windowJson(plan),
    ...(settlement && { settlement: settlementJson(settlement) }),
    outcomes: told,
  };
}
