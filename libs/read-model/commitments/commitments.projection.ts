import { type MadeCommitment, type Settlement } from '#kept/domain';
import { type CommitmentSubject, type CommitmentTable, type Projection, table } from '../projection.js';
import { integer, maybe, type RowOf, text, word } from '../schema/columns.js';

export type SettlementKind = 'fulfilled' | 'withdrawn-by-provider' | 'withdrawn-by-customer';

const columns = {
  position: integer,
  commitment: text,
  customer: text,
  team: text,
  owner: text,
  kind: text,
  segment: maybe(text),
  // Never pending or overdue: those depend on when they are asked for.
  status: word<MadeCommitment['status']>(),
  made_at: integer,
  first_due: integer,
  expectation_due: integer,
  plan_due: integer,
  settled_at: maybe(integer),
  settlement: maybe(word<SettlementKind>()),
  last_revision: integer,
  last_position: integer,
  last_occurred_at: integer,
  /** JSON, {@link CommitmentDetails}: what nobody filters or sorts by. */
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

export const commitmentsProjection: Projection = { name: 'commitments', version: 1, tables: [commitmentsTable] };

/** The part of a commitment that is read with its row, and never looked for. */
export type CommitmentDetails = ReturnType<typeof detailsOf>;

function rowOf({
  id,
  commitment,
  position,
  lastRevision,
  lastPosition,
  lastOccurredAt,
}: CommitmentSubject): CommitmentRow {
  const { promise } = commitment;
  const windows = windowsOf(commitment);
  const settlement = commitment.status === 'settled' ? commitment.standing.settlement : undefined;
  return {
    position,
    commitment: id,
    customer: promise.data.customer,
    team: promise.data.team,
    owner: promise.data.owner,
    kind: promise.data.kind,
    segment: promise.data.segment ?? null,
    status: commitment.status,
    made_at: promise.occurredAt,
    first_due: windows.first.due,
    expectation_due: windows.expectation.due,
    plan_due: windows.plan.due,
    settled_at: settlement?.at ?? null,
    settlement: settlement ? kindOf(settlement) : null,
    last_revision: lastRevision,
    last_position: lastPosition,
    last_occurred_at: lastOccurredAt,
    details: JSON.stringify(detailsOf(commitment)),
  };
}

function detailsOf(commitment: MadeCommitment) {
  const { clarity, source, contactMode, recoveryOf, warnings } = commitment.promise.data;
  const standing = commitment.status === 'voided' ? undefined : commitment.standing;
  return {
    windows: windowsOf(commitment),
    clarity,
    source,
    contactMode,
    ...(recoveryOf !== undefined && { recoveryOf }),
    warnings,
    reschedules: standing?.reschedules ?? 0,
    reasons: standing?.reasons ?? [],
    openComplaints: standing?.complaints.filter(({ answeredAt }) => answeredAt === undefined).length ?? 0,
    clockPaused: standing?.clockPaused ?? false,
  };
}

function windowsOf(commitment: MadeCommitment) {
  const { promised, plan, requested } = commitment.promise.data;
  const {
    first,
    expectation,
    plan: planned,
    requested: wished,
  } = commitment.status === 'voided'
    ? { first: promised, expectation: promised, plan, requested }
    : commitment.standing;
  return { first, expectation, plan: planned, ...(wished && { requested: wished }) };
}

function kindOf(settlement: Settlement): SettlementKind {
  if (settlement.by === 'fulfilment') return 'fulfilled';
  return settlement.party === 'provider' ? 'withdrawn-by-provider' : 'withdrawn-by-customer';
}
