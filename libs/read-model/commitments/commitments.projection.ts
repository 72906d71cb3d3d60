import {
  type Clarity,
  type ContactMode,
  type CurrentCommitment,
  type Instant,
  type PromisedWindow,
  type Settlement,
  type Source,
  type Warning,
} from '#kept/domain';
import { type CommitmentSubject, type CommitmentTable, type Projection, table } from '../projection.js';
import { integer, type RowOf, text, word } from '../schema/columns.js';

export type SettlementKind = 'fulfilled' | 'withdrawn-by-provider' | 'withdrawn-by-customer';

/** Only what is looked for or sorted by has a column of its own: each costs a rebuild as much as a fold does. */
const columns = {
  position: integer,
  commitment: text,
  customer: text,
  team: text,
  // Never pending or overdue: those depend on when they are asked for.
  status: word<CurrentCommitment['status']>(),
  expectation_due: integer,
  /** JSON, {@link CommitmentDetails}. */
  details: text,
};

export type CommitmentRow = RowOf<typeof columns>;

/** What a board and a listing need: one row per commitment, as it stands by all that is known. */
export const commitmentsTable = table<typeof columns, CommitmentTable>({
  name: 'commitments',
  of: 'commitment',
  columns,
  indexes: [['commitment'], ['customer'], ['team', 'status', 'expectation_due']],
  row: rowOf,
});

export const commitmentsProjection: Projection = { name: 'commitments', version: 2, tables: [commitmentsTable] };

/** The part of a commitment that is read with its row, and never looked for. */
export interface CommitmentDetails {
  owner: string;
  kind: string;
  segment?: string;
  madeAt: Instant;
  windows: { first: PromisedWindow; expectation: PromisedWindow; plan: PromisedWindow; requested?: PromisedWindow };
  settledAt?: Instant;
  settlement?: SettlementKind;
  clarity: Clarity;
  source: Source;
  contactMode: ContactMode;
  recoveryOf?: string;
  warnings: readonly Warning[];
  reschedules: number;
  reasons: readonly string[];
  openComplaints: number;
  clockPaused: boolean;
  /** Of the last entry recorded. */
  lastRevision: number;
  lastPosition: number;
  /** The latest that any of its entries occurred. */
  lastOccurredAt: Instant;
}

function rowOf(subject: CommitmentSubject): CommitmentRow {
  const { commitment } = subject;
  const { customer, team } = commitment.promise.data;
  const details = detailsOf(subject);
  return {
    position: subject.position,
    commitment: subject.id,
    customer,
    team,
    status: commitment.status,
    expectation_due: details.windows.expectation.due,
    details: JSON.stringify(details),
  };
}

/** Put together part by part, and not with spreads, for the reason given at `factsOf`. */
function detailsOf({ commitment, lastRevision, lastPosition, lastOccurredAt }: CommitmentSubject): CommitmentDetails {
  const { data, occurredAt } = commitment.promise;
  const standing = commitment.status === 'voided' ? undefined : commitment.standing;
  const details: CommitmentDetails = {
    owner: data.owner,
    kind: data.kind,
    madeAt: occurredAt,
    windows: standing
      ? { first: standing.first, expectation: standing.expectation, plan: standing.plan }
      : { first: data.promised, expectation: data.promised, plan: data.plan },
    clarity: data.clarity,
    source: data.source,
    contactMode: data.contactMode,
    warnings: data.warnings,
    reschedules: standing ? standing.reschedules : 0,
    reasons: standing ? standing.reasons : [],
    openComplaints: 0,
    clockPaused: standing?.clockPaused ?? false,
    lastRevision,
    lastPosition,
    lastOccurredAt,
  };
  if (data.segment !== undefined) details.segment = data.segment;
  if (data.recoveryOf !== undefined) details.recoveryOf = data.recoveryOf;
  const requested = standing ? standing.requested : data.requested;
  if (requested) details.windows.requested = requested;
  if (!standing) return details;
  if (standing.settlement) {
    details.settledAt = standing.settlement.at;
    details.settlement = kindOf(standing.settlement);
  }
  for (const { answeredAt } of standing.complaints) if (answeredAt === undefined) details.openComplaints += 1;
  return details;
}

function kindOf(settlement: Settlement): SettlementKind {
  if (settlement.by === 'fulfilment') return 'fulfilled';
  return settlement.party === 'provider' ? 'withdrawn-by-provider' : 'withdrawn-by-customer';
}
