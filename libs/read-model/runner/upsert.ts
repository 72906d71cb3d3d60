import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Table } from '../projection.js';
import { type Row, type Stored } from '../schema/columns.js';
import { type Database } from '../schema/database.js';

/** Writes rows into one physical table, with statements that are compiled once and run with ever new parameters. */
export interface Upsert {
  /** @param rows in the order of their keys, which is the order of the pages they land on */
  write(db: Kysely<Database>, rows: readonly Row[]): Promise<void>;
}

/** What the columns of a row come to that is there already, where one with its key is written. */
export function changesOf(table: Table, name: string): Record<string, RawBuilder<Stored>> {
  const after = (column: string): RawBuilder<Stored> => {
    const written = sql.ref<Stored>(`excluded.${column}`);
    if (table.of !== 'entry' || column !== table.gathers) return written;
    return sql<Stored>`${sql.ref(`${name}.${column}`)} || ${written}`;
  };
  const others = Object.keys(table.columns).filter((column) => column !== 'position' && !table.fixed.includes(column));
  return Object.fromEntries(others.map((column) => [column, after(column)]));
}
