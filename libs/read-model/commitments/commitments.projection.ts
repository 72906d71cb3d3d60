import { type CurrentCommitment } from '#kept/domain';
import { type CommitmentSubject, type CommitmentTable, type Projection, table } from '../projection.js';
import { integer, maybe, type RowOf, text, word } from '../schema/columns.js';
import { detailsOf } from './details.js';

/** Only what is looked for or sorted by has a column of its own: each costs a rebuild as much as a fold does. */
const columns = {
  position: integer,
  commitment: text,
  customer: text,
  team: text,
  owner: text,
  kind: text,
  segment: maybe(text),
  // Never pending or overdue: those depend on when they are asked for.
  status: word<CurrentCommitment['status']>(),
  expectation_due: integer,
  made_at: integer,
  last_position: integer,
  /** JSON, a `CommitmentDetails`. */
  details: text,
};

export type CommitmentRow = RowOf<typeof columns>;

/**
 * What a board and a listing need: one row per commitment, as it stands by all that is known. A board of everything or of
 * a team has an index for each of its orders, one of a kind for its dues. A customer or an owner has one that holds all
 * orders: they have thousands of commitments at most, and those are sorted without touching a row. A team has more, of
 * which those of a rare kind or segment are found without touching the others' rows. The position comes before what is
 * only carried along, so that what is equal is in order too.
 */
export const commitmentsTable = table<typeof columns, CommitmentTable>({
  name: 'commitments',
  of: 'commitment',
  columns,
  // A promise stays what it was: what is agreed later is told by the expectation.
  fixed: ['commitment', 'customer', 'team', 'owner', 'kind', 'segment', 'made_at'],
  indexes: [
    ['commitment'],
    ['status', 'expectation_due'],
    ['status', 'made_at'],
    ['status', 'last_position'],
    ['team', 'status', 'expectation_due', 'position', 'kind', 'segment'],
    ['team', 'status', 'made_at', 'position', 'kind', 'segment'],
    ['team', 'status', 'last_position', 'position', 'kind', 'segment'],
    ['kind', 'status', 'expectation_due'],
    ['customer', 'status', 'expectation_due', 'position', 'made_at', 'last_position', 'team'],
    ['owner', 'status', 'expectation_due', 'position', 'made_at', 'last_position', 'team'],
  ],
  row: rowOf,
});

export const commitmentsProjection: Projection = { name: 'commitments', version: 5, tables: [commitmentsTable] };

function rowOf(subject: CommitmentSubject): CommitmentRow {
  const { commitment } = subject;
  const { data, occurredAt } = commitment.promise;
  const expectation = commitment.status === 'voided' ? data.promised : commitment.standing.expectation;
  return {
    position: subject.position,
    commitment: subject.id,
    customer: data.customer,
    team: data.team,
    owner: data.owner,
    kind: data.kind,
    segment: data.segment ?? null,
    status: commitment.status,
    expectation_due: expectation.due,
    made_at: occurredAt,
    last_position: subject.lastPosition,
    details: JSON.stringify(detailsOf(subject)),
  };
}
