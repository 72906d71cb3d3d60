import { type Instant, type ObligationKind, type ObligationState, onceForgotten, stateAt } from '#kept/domain';
import { type PageQuestion } from '../paging/page.js';
import { type ListedObligation, readObligations } from './written-obligations.js';

/** A commitment, and those of its obligations that were asked for. */
export interface OwingCommitment {
  commitment: string;
  customer: string;
  team: string;
  owner: string;
  kind: string;
  /** The customer's, at the moment of the promise. */
  segment?: string;
  /** When what the customer expects is due. */
  expectationDue: Instant;
  obligations: ListedObligation[];
}

/** Which obligations, of those of whose teams the asker may know. */
export interface ObligationsQuestion extends PageQuestion {
  /** The moment that decides what is open and what is breached. Lists are of the present, as boards are. */
  at: Instant;
  /** Of any of these kinds. */
  obligation?: readonly ObligationKind[];
  /** In any of these states; each list has its own default. */
  state?: readonly ObligationState[];
  team?: readonly string[];
  customer?: string;
  owner?: string;
  kind?: string;
  segment?: string;
  /** Of what the list is ordered by, [from, to). */
  from?: Instant;
  to?: Instant;
  /** The teams whose commitments the asker may see; absent: all. */
  teams?: readonly string[];
}

/** What a list reads of a commitment. */
export interface OwingRow {
  position: number;
  commitment: string;
  customer: string;
  team: string;
  owner: string;
  kind: string;
  segment: string | null;
  expectation_due: number;
  obligations: string;
  forgotten_at: number | null;
}

/** The commitment with what was asked for; `undefined` where it has nothing of that. */
export function owingOf(
  { commitment, customer, team, owner, kind, segment, expectation_due, obligations, forgotten_at }: OwingRow,
  { obligation, at }: ObligationsQuestion,
  states: readonly ObligationState[],
): OwingCommitment | undefined {
  const all = readObligations(obligations);
  const owed = forgotten_at === null || forgotten_at > at ? all : all.map(onceForgotten(forgotten_at as Instant));
  const asked = owed.filter(
    (one) => states.includes(stateAt(one, at)) && (obligation === undefined || obligation.includes(one.kind)),
  );
  if (asked.length === 0) return undefined;
  return {
    commitment,
    customer,
    team,
    owner,
    kind,
    ...(segment !== null && { segment }),
    expectationDue: expectation_due as Instant,
    obligations: asked,
  };
}
