import { type Dialect, type Kysely, type RawBuilder } from 'kysely';
import { type Database } from '../schema/database.js';

/** What the read model needs to know of the database it lives in. Everything else is SQL that all of them speak. */
export interface Engine {
  /** For people: a file name, or a host and a database. */
  readonly place: string;
  readonly dialect: Dialect;
  /** The type of a column that holds 64-bit integers. As a primary key it must be the fastest the engine has. */
  readonly integer: 'integer' | 'bigint';
  /** Whether an error only says that another writer was in the way: the same transaction may succeed later. */
  isBusy(error: unknown): boolean;
  /**
   * A column as it lies in the file, for whoever does not trust it: text comes as its bytes, bytes as text in hex, the
   * rest as it is.
   */
  asStored(column: string): RawBuilder<unknown>;
  /** What the engine itself finds wrong with its files; nothing where that is somebody else's duty. */
  selfCheck(db: Kysely<Database>): Promise<string[]>;
  /** Names of all secondary indexes. */
  indexNames(db: Kysely<Database>): Promise<ReadonlySet<string>>;
}
