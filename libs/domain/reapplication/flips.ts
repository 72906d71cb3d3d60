import {
  type CommitmentEntry,
  commitmentAt,
  evolve,
  type MadeCommitment,
  type ObligationReference,
  type Terms,
} from '../commitment/index.js';
import {
  type Circumstances,
  type Obligation,
  obligationsOf,
  type ObligationState,
  stateAt,
} from '../obligations/index.js';
import { BASES, type Basis, type Outcome, outcomeOn } from '../rates/index.js';
import { type Instant } from '../time/index.js';

/** An outcome that other terms change. */
export interface OutcomeFlip {
  basis: Basis;
  from: Outcome;
  to: Outcome;
}

/** How an obligation stands. */
export interface ObligationStanding {
  state: ObligationState;
  deadline: Instant;
}

/** An obligation that other terms change; without `from` it is new, without `to` it is gone. */
export interface ObligationFlip extends ObligationReference {
  from?: ObligationStanding;
  to?: ObligationStanding;
}

/** All that other terms change of a commitment. */
export interface Flips {
  outcomes: OutcomeFlip[];
  obligations: ObligationFlip[];
}

/** Terms, and what obligations depend on beside under them. */
export interface TermsInCircumstances {
  terms: Terms;
  circumstances: Circumstances;
}

/**
 * What would be different of a commitment, had it these terms: outcomes on every basis, and obligations that are in
 * another state or have another deadline, as long as that matters: those met, superseded or void have it behind them.
 * @param at the moment at which both are judged; the commitment is taken as it stood then
 * @param now what its obligations depend on under the terms it has
 */
export function flipsUnder(
  commitment: MadeCommitment,
  at: Instant,
  now: Circumstances,
  then: TermsInCircumstances,
): Flips {
  const before = commitmentAt(commitment, at);
  if (before.status === 'unmade' || before.status === 'voided') return { outcomes: [], obligations: [] };
  const after = evolve(before, reapplied(before, at, then.terms));
  const outcomes = BASES.flatMap((basis): OutcomeFlip[] => {
    const [from, to] = [outcomeOn(basis, before, at), outcomeOn(basis, after, at)];
    return from === undefined || to === undefined || from === to ? [] : [{ basis, from, to }];
  });
  const obligations = changed(obligationsOf(before, at, now), obligationsOf(after, at, then.circumstances), at);
  return { outcomes, obligations };
}

/** As it would be recorded at that moment. */
function reapplied({ entries }: MadeCommitment, at: Instant, terms: Terms): CommitmentEntry {
  return {
    ...{ type: 'PolicyReapplied', data: { terms }, occurredAt: at, recordedAt: at },
    ...{ id: 'reapplied', revision: entries.length },
  };
}

function changed(before: readonly Obligation[], after: readonly Obligation[], at: Instant): ObligationFlip[] {
  const nameOf = ({ kind, entry }: ObligationReference): string => `${kind} ${entry}`;
  const standing = (one: Obligation): ObligationStanding => ({ state: stateAt(one, at), deadline: one.deadline });
  const later = new Map(after.map((one) => [nameOf(one), one]));
  const flips = before.flatMap((one): ObligationFlip[] => {
    const { kind, entry } = one;
    const other = later.get(nameOf(one));
    later.delete(nameOf(one));
    const from = standing(one);
    if (!other) return [{ kind, entry, from }];
    const to = standing(other);
    return isSame(from, to) ? [] : [{ kind, entry, from, to }];
  });
  return [...flips, ...[...later.values()].map((one) => ({ kind: one.kind, entry: one.entry, to: standing(one) }))];
}

function isSame(from: ObligationStanding, to: ObligationStanding): boolean {
  const isOver = from.state !== 'open' && from.state !== 'breached';
  return from.state === to.state && (isOver || from.deadline === to.deadline);
}
