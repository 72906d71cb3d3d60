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
  const { madeAt, first, requested, expectation, plan, settlement, outcomes, ...rest } = commitment;
  return { ...rest, lastOccurredAt: formatInstant(rest.lastOccurredAt), ...toldJson(commitment) };
}

function toldJson({ madeAt, first, requested, expectation, plan, settlement, outcomes }: Told) {
  return {
    madeAt: formatInstant(madeAt),
    firstPromised: windowJson(first),
    ...(requested && { requested: windowJson(requested) }),
    expectation: windowJson(expectation),
    plan: windowJson(plan),
    ...(settlement && { settlement: settlementJson(settlement) }),
    outcomes: Object.fromEntries(BASES.map((basis): [string, Outcome | null] => [basis, outcomes[basis] ?? null])),
  };
}
