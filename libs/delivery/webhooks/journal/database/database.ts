import { type ColumnDataType, type Dialect, type Expression, type Kysely } from 'kysely';
import { type Tables } from '../schema.js';

/** What the journal needs to know of the database it lives in. Everything else is SQL that all of them speak. */
export interface JournalDatabase {
  /** For people: a file name, or a host and a database. Never a secret. */
  readonly place: string;
  readonly dialect: Dialect;
  /** Where in it the tables are, where there are several places. */
  readonly schema?: string;
  /** The type of a column that holds text, ordered by its bytes in UTF-8. */
  readonly text: ColumnDataType | Expression<unknown>;
  /** Whether writers of different endpoints are at work at the same time, and lock the rows they have looked at. */
  readonly locksRows: boolean;
  /** Whether an error only says that another writer was in the way: the same transaction may succeed later. */
  isBusy(error: unknown): boolean;
  /** Makes the place for the tables; nobody else does until the transaction ends. @throws JournalRefused `place-unfit` */
  prepare(trx: Kysely<Tables>): Promise<void>;
}
