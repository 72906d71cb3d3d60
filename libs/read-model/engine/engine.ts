import { type ColumnDataType, type Dialect, type Expression, type Kysely, type RawBuilder } from 'kysely';
import { type Column, type Row } from '../schema/columns.js';
import { type Database } from '../schema/database.js';

/** Value by value, of so many rows a statement, largest first; or column by column, of so many rows at most. */
export type RowsAs =
  | { kind: 'values'; chunks: readonly number[] }
  | {
      kind: 'arrays';
      most: number;
      /** A column of rows as one parameter. */
      column: (rows: readonly Row[], name: string, column: Column) => unknown;
    };

/** What the read model needs to know of the database it lives in. Everything else is SQL that all of them speak. */
export interface Engine {
  /** For people: a file name, or a host and a database. Never a secret. */
  readonly place: string;
  /**
   * Transactions that ask for an isolation level are questions: they read one snapshot and write nothing. All others
   * write, one at a time from their beginning to their end, whichever process they are of.
   */
  readonly dialect: Dialect;
  /** The type of a column that holds 64-bit integers. As a primary key it must be the fastest the engine has. */
  readonly integer: 'integer' | 'bigint';
  /** The type of a column that holds text, ordered by its bytes in UTF-8. */
  readonly text: ColumnDataType | Expression<unknown>;
  /** How rows are handed over. */
  readonly rowsAs: RowsAs;
  /** Whether an error only says that another writer was in the way: the same transaction may succeed later. */
  isBusy(error: unknown): boolean;
  /** Has the bookkeeping made where it is missing. @throws ReadModelRefused where the place is not fit, or not ours */
  prepare(trx: Kysely<Database>, make: () => Promise<void>): Promise<void>;
  /** A name as the engine keeps it: some keep only so much of it. */
  identifier(name: string): string;
  /** The columns of an index that ends in the order of the rows' keys. */
  indexed(columns: readonly string[]): readonly string[];
  /**
   * Until the transaction ends, no question is under way: for a change that their snapshots would not keep from them,
   * as which table a view stands for.
   */
  holdQuestions(trx: Kysely<Database>): Promise<void>;
  /**
   * A crash of the server may forget this transaction, as a whole: its commit need not wait for the disk. Those after it
   * may then be forgotten, too, and never one before it alone.
   */
  mayBeForgotten(trx: Kysely<Database>): Promise<void>;
  /**
   * A column as it is stored, for whoever does not trust it: text comes as its bytes, bytes as text in hex, the rest as
   * it is.
   */
  asStored(name: string, column: Column): RawBuilder<unknown>;
  /** What the engine itself finds wrong with its files; nothing where that is somebody else's duty. */
  selfCheck(db: Kysely<Database>): Promise<string[]>;
  /** Names of all secondary indexes. */
  indexNames(db: Kysely<Database>): Promise<ReadonlySet<string>>;
}
