import {
  type CommitmentEntry,
  type CurrentCommitment,
  type CustomerEntry,
  type Instant,
  type Team,
} from '#kept/domain';
import { type Columns, type Row, type RowOf } from './schema/columns.js';

/** A commitment, folded from its stream. */
export interface CommitmentSubject {
  id: string;
  commitment: CurrentCommitment;
  /** Position of its promise: the integer that keys its rows, because positions only grow. */
  position: number;
  /** Of the last entry recorded. */
  lastPosition: number;
  lastRevision: number;
  /** The latest that any of its entries occurred; not always the last one recorded. */
  lastOccurredAt: Instant;
}

/** A customer, folded from their stream. */
export interface CustomerSubject {
  id: string;
  /** Position of their first entry. */
  position: number;
  segment?: string;
  timeZone?: string;
  registeredAt?: Instant;
  forgottenAt?: Instant;
}

/** A team, folded from its stream. */
export interface TeamSubject {
  id: string;
  /** Position of its first entry. */
  position: number;
  team: Extract<Team, { status: 'registered' }>;
  /** Of the last entry recorded. */
  lastPosition: number;
  lastRevision: number;
}

/** One entry as it was recorded, and whom it is about. */
export interface EntrySubject {
  position: number;
  customer: string;
  /** Absent for the entries of the customer's own stream. */
  commitment?: string;
  entry: CommitmentEntry | CustomerEntry;
}

interface TableOf<Kind extends string, Subject> {
  readonly name: string;
  /** What a row is about. An entry's row is written once; the others whenever their subject has changed. */
  readonly of: Kind;
  /** `position` is the key. */
  readonly columns: Columns;
  /** Columns of each secondary index. They are made after a build has loaded its rows. */
  readonly indexes: readonly (readonly string[])[];
  readonly row: (subject: Subject) => Row;
}

export type EntryTable = TableOf<'entry', EntrySubject>;
export type CommitmentTable = TableOf<'commitment', CommitmentSubject>;
export type CustomerTable = TableOf<'customer', CustomerSubject>;
export type TeamTable = TableOf<'team', TeamSubject>;
export type Table = EntryTable | CommitmentTable | CustomerTable | TeamTable;

/**
 * A projection is its tables, and each table is a pure function from a folded subject to a row. Folding, batching,
 * checkpoints and rebuilds belong to the runner; so a rebuild and a live fold cannot differ.
 */
export interface Projection {
  readonly name: string;
  /** Raised whenever a row would come out differently: the runner then builds the new version beside the old one. */
  readonly version: number;
  readonly tables: readonly Table[];
}

/** Declares a table whose rows are checked against its columns. */
export function table<C extends Columns, T extends Table>(
  declared: Omit<T, 'columns' | 'indexes' | 'row'> & {
    columns: C & { position: Columns[string] };
    indexes: readonly (readonly (keyof C & string)[])[];
    row: (subject: Parameters<T['row']>[0]) => RowOf<C>;
  },
): T & { columns: C } {
  return declared as unknown as T & { columns: C };
}
