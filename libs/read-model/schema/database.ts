import { type Kysely } from 'kysely';
import { type CommitmentRow } from '../commitments/commitments.projection.js';
import { type CustomerRow, type HistoryRow } from '../history/history.projection.js';
import { type ObligationsRow } from '../obligations/obligations.projection.js';
import { type RateRow } from '../rates/rates.projection.js';
import { type TeamRow } from '../teams/teams.projection.js';
import { integer, type Row, type RowOf, text, word } from './columns.js';

/** One row per generation of a projection: the live one, and the one being built beside it. */
export const projectionColumns = {
  projection: text,
  generation: integer,
  version: integer,
  state: word<'building' | 'live'>(),
  /** Identity of the event store whose positions these are. */
  store: text,
  /** The checkpoint: everything up to and including this position is in the tables. */
  position: integer,
};

/** Streams that a generation cannot read any further, since `position`. */
export const parkedColumns = {
  projection: text,
  generation: integer,
  stream: text,
  position: integer,
  error: text,
  /** Later events of the stream that were passed over. */
  skipped: integer,
};

export type ProjectionRow = RowOf<typeof projectionColumns>;
export type ParkedRow = RowOf<typeof parkedColumns>;

/** What queries see: the bookkeeping, and one view per table, pointing at the live generation. */
export interface Database {
  projections: ProjectionRow;
  parked: ParkedRow;
  commitments: CommitmentRow;
  history: HistoryRow;
  customers: CustomerRow;
  teams: TeamRow;
  obligations: ObligationsRow;
  rates: RateRow;
}

/** Tables by names made at run time: the generations. */
export type Physical = Kysely<Record<string, Row>>;

/** The same connection, seen as the physical tables. */
export function physical(db: Kysely<Database>): Physical {
  return db as unknown as Physical;
}
