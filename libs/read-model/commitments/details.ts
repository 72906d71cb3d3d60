import {
  type Clarity,
  type ContactMode,
  type Duration,
  type Instant,
  type PromisedWindow,
  type Settlement,
  type Source,
  type Warning,
} from '#kept/domain';
import { type CommitmentSubject } from '../projection.js';

/** The part of a commitment that is read with its row, and never looked for. What is absent is nothing, or none. */
export interface CommitmentDetails {
  first: PromisedWindow;
  /** Absent where it is the first window. */
  expectation?: PromisedWindow;
  /** Absent where it is the expectation. */
  plan?: PromisedWindow;
  requested?: PromisedWindow;
  settlement?: Settlement;
  tolerance: Duration;
  clarity: Clarity;
  source: Source;
  contactMode: ContactMode;
  recoveryOf?: string;
  warnings?: readonly Warning[];
  reschedules?: number;
  openComplaints?: number;
  clockPaused?: true;
  lastRevision: number;
  /** The latest that any of its entries occurred. */
  lastOccurredAt: Instant;
}

/** Put together part by part, and not with spreads, for the reason given at `factsOf`. */
export function detailsOf({ commitment, lastRevision, lastOccurredAt }: CommitmentSubject): CommitmentDetails {
  const { data } = commitment.promise;
  const standing = commitment.status === 'voided' ? undefined : commitment.standing;
  const first = standing ? standing.first : data.promised;
  const expectation = standing ? standing.expectation : first;
  const plan = standing ? standing.plan : data.plan;
  const requested = standing ? standing.requested : data.requested;
  const details: CommitmentDetails = {
    first,
    tolerance: standing ? standing.terms.tolerance : data.terms.tolerance,
    clarity: data.clarity,
    source: data.source,
    contactMode: data.contactMode,
    lastRevision,
    lastOccurredAt,
  };
  // The same object or another: two windows that look alike are written twice, and that is no harm.
  if (expectation !== first) details.expectation = expectation;
  if (plan !== expectation) details.plan = plan;
  if (requested) details.requested = requested;
  if (data.recoveryOf !== undefined) details.recoveryOf = data.recoveryOf;
  if (data.warnings.length > 0) details.warnings = data.warnings;
  if (!standing) return details;
  if (standing.settlement) details.settlement = standing.settlement;
  if (standing.reschedules > 0) details.reschedules = standing.reschedules;
  if (standing.clockPaused) details.clockPaused = true;
  let open = 0;
  for (const { answeredAt } of standing.complaints) if (answeredAt === undefined) open += 1;
  if (open > 0) details.openComplaints = open;
  return details;
}
