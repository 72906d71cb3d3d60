import {
  type CommitmentEntry,
  type CurrentCommitment,
  type CustomerEntry,
  type Entry,
  type FoundBefore,
  type Instant,
  type Owed,
  type PromiseMade,
  type Team,
} from '#kept/domain';
import { type Columns, type Row, type RowOf } from './schema/columns.js';

/** A commitment, folded from its stream. */
export interface CommitmentSubject {
  id: string;
  commitment: CurrentCommitment;
  /** Its obligations, and what the ledger has said of them. */
  owed: Owed;
  found: readonly FoundBefore[];
  /** The first moment at which the ledger has something to say by itself, if nothing is recorded before. */
  attentionAt?: Instant;
  /** Position of its promise: the integer that keys its rows, because positions only grow. */
  position: number;
  /** Position of the first entry of the page that its last entry is on; see `EntrySubject`. */
  page: number;
  /** Of the last entry recorded. */
  lastPosition: number;
  lastRevision: number;
  /** The latest that any of its entries occurred, of those that are not the ledger's own; not always the last one recorded. */
  lastOccurredAt: Instant;
}

/** A customer, folded from their stream. */
export interface CustomerSubject {
  id: string;
  /** Position of their first entry. */
  position: number;
  /** Position of the first entry of the page that their last entry is on; see `EntrySubject`. */
  page: number;
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
  /** Position of the first entry of its page: entries of a stream are kept together, some at a time. */
  page: number;
  /** Position of its stream's first entry. */
  stream: number;
  customer: string;
  /** Absent for the entries of the customer's own stream. */
  commitment?: { id: string; promise: Entry<PromiseMade> };
  entry: CommitmentEntry | CustomerEntry;
}

interface TableOf<Kind extends string, Subject> {
  readonly name: string;
  /** What a row is about. It is written whenever its subject has changed. */
  readonly of: Kind;
  /** `position` is the key. */
  readonly columns: Columns;
  /**
   * Columns in which a row stays what it was at first, whatever its subject comes to. A row that is there already is not
   * written there again: for an engine a column that is written has changed, and every index that has it is made anew.
   */
  readonly fixed: readonly string[];
  /** Columns of each secondary index. They are made after a build has loaded its rows. */
  readonly indexes: readonly (readonly string[])[];
  readonly row: (subject: Subject) => Row;
}

/**
 * Rows that grow: those that entries of one key come to are one row, with what each has in one of the columns put behind
 * what those before it had, in the order they were recorded. However they are batched, it comes to the same text.
 */
export type EntryTable = TableOf<'entry', EntrySubject> & { readonly gathers: string };
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
  declared: Omit<T, 'columns' | 'fixed' | 'indexes' | 'row'> & {
    columns: C & { position: Columns[string] };
    fixed?: readonly (keyof C & string)[];
    indexes: readonly (readonly (keyof C & string)[])[];
    row: (subject: Parameters<T['row']>[0]) => RowOf<C>;
  },
): T & { columns: C } {
  return { fixed: [], ...declared } as unknown as T & { columns: C };
}
