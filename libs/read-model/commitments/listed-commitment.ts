import {
  type Basis,
  type Clarity,
  type ContactMode,
  type Instant,
  openOutcome,
  type Outcome,
  type PromisedWindow,
  settledOutcome,
  type Settlement,
  type Source,
  type Warning,
} from '#kept/domain';
import { type CommitmentStatus } from './board-question.js';
import { type CommitmentRow } from './commitments.projection.js';
import { type CommitmentDetails } from './details.js';

/** A commitment as a board shows it, by all that is known. */
export interface ListedCommitment {
  commitment: string;
  customer: string;
  team: string;
  owner: string;
  kind: string;
  /** The customer's, at the moment of the promise. */
  segment?: string;
  status: CommitmentStatus;
  madeAt: Instant;
  first: PromisedWindow;
  requested?: PromisedWindow;
  expectation: PromisedWindow;
  plan: PromisedWindow;
  settlement?: Settlement;
  recoveryOf?: string;
  clarity: Clarity;
  source: Source;
  contactMode: ContactMode;
  /** In spite of which the promise was made. */
  warnings: readonly Warning[];
  reschedules: number;
  openComplaints: number;
  clockPaused: boolean;
  /** Per basis, at the question's moment; a commitment for which nothing was asked has none as requested. */
  outcomes: Partial<Record<Basis, Outcome>>;
  lastRevision: number;
  lastPosition: string;
  lastOccurredAt: Instant;
}

export function listedCommitment(row: CommitmentRow, at: Instant): ListedCommitment {
  const details = JSON.parse(row.details) as CommitmentDetails;
  const { first, expectation = first, plan = expectation, requested, settlement, recoveryOf } = details;
  const windows = { first, expectation, plan, ...(requested && { requested }) };
  return {
    commitment: row.commitment,
    customer: row.customer,
    team: row.team,
    owner: row.owner,
    kind: row.kind,
    ...(row.segment !== null && { segment: row.segment }),
    status: row.status,
    madeAt: row.made_at as Instant,
    ...windows,
    ...(settlement && { settlement }),
    ...(recoveryOf !== undefined && { recoveryOf }),
    clarity: details.clarity,
    source: details.source,
    contactMode: details.contactMode,
    warnings: details.warnings ?? [],
    reschedules: details.reschedules ?? 0,
    openComplaints: details.openComplaints ?? 0,
    clockPaused: details.clockPaused ?? false,
    outcomes: outcomesOf(row.status, details, windows, at),
    lastRevision: details.lastRevision,
    lastPosition: String(row.last_position),
    lastOccurredAt: details.lastOccurredAt,
  };
}

type Windows = Pick<ListedCommitment, 'first' | 'expectation' | 'plan' | 'requested'>;

function outcomesOf(
  status: CommitmentStatus,
  { settlement, tolerance }: CommitmentDetails,
  { first, expectation, plan, requested }: Windows,
  at: Instant,
): Partial<Record<Basis, Outcome>> {
  const judged = { terms: { tolerance }, ...(settlement && { settlement }) };
  const against = ({ due }: PromisedWindow): Outcome =>
    status === 'voided' ? 'void' : (settledOutcome(judged, due) ?? openOutcome(due, at));
  return {
    'as-first-promised': against(first),
    'as-last-agreed': against(expectation),
    ...(requested && { 'as-requested': against(requested) }),
    'as-planned': against(plan),
  };
}
