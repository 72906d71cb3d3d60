import { type ObligationKind, type ObligationReference } from '../commitment/index.js';
import { type Instant } from '../time/index.js';

export const OBLIGATION_STATES = ['open', 'met', 'breached', 'superseded', 'void', 'undetermined'] as const;
export type ObligationState = (typeof OBLIGATION_STATES)[number];

/** How an obligation ended, by an entry or by its deadline passing before one. */
export interface ObligationEnd {
  state: Exclude<ObligationState, 'open'>;
  /** When: of a breach, when the deadline passed, or the withdrawal that broke the promise at once. */
  at: Instant;
}

/**
 * A deadline that follows from a commitment and its terms, as far as its entries tell: whether one without an end is
 * still open depends on when that is asked.
 */
export interface Obligation extends ObligationReference {
  kind: ObligationKind;
  /** The entry that created it. */
  entry: string;
  /** When that occurred. No deadline lies before it. */
  since: Instant;
  /** As the pauses so far have moved it. */
  deadline: Instant;
  /** When its clock was stopped, where it stands: it has then no deadline that could pass. */
  stoppedAt?: Instant;
  /** The complaint that is to be answered. */
  complaint?: string;
  end?: ObligationEnd;
  /** When what was owed was done after all, of a breach. */
  lateAt?: Instant;
}

/** What an obligation has come to at a moment no earlier than the entries it was derived from. */
export function stateAt({ end, deadline, stoppedAt }: Obligation, at: Instant): ObligationState {
  if (end) return end.state;
  return stoppedAt === undefined && deadline < at ? 'breached' : 'open';
}

/** When an obligation was breached; `undefined` where at that moment it was not. */
export function breachedAt(obligation: Obligation, at: Instant): Instant | undefined {
  if (stateAt(obligation, at) !== 'breached') return undefined;
  return obligation.end?.at ?? obligation.deadline;
}
