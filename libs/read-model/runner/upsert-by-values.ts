import { type CompiledQuery, type Kysely } from 'kysely';
import { type Table } from '../projection.js';
import { type Row, type Stored } from '../schema/columns.js';
import { type Database, physical } from '../schema/database.js';
import { changesOf, type Upsert } from './upsert.js';

/** Every value is a parameter, and a statement has so many rows of them. */
export class UpsertByValues implements Upsert {
  readonly #columns: readonly string[];
  readonly #compiled = new Map<number, CompiledQuery>();

  constructor(
    private readonly table: Table,
    private readonly name: string,
    private readonly chunks: readonly number[],
  ) {
    this.#columns = Object.keys(table.columns);
  }

  async write(db: Kysely<Database>, rows: readonly Row[]): Promise<void> {
    let done = 0;
    for (const size of this.chunks)
      for (; rows.length - done >= size; done += size) {
        const parameters = this.#parametersOf(rows, done, done + size);
        await db.executeQuery({ ...this.#statement(db, size), parameters });
      }
  }

  #parametersOf(rows: readonly Row[], from: number, to: number): Stored[] {
    const parameters: Stored[] = [];
    for (let i = from; i < to; i += 1) for (const column of this.#columns) parameters.push(rows[i]![column]!);
    return parameters;
  }

  #statement(db: Kysely<Database>, size: number): CompiledQuery {
    const known = this.#compiled.get(size);
    if (known) return known;
    const compiled = this.#compile(db, size);
    this.#compiled.set(size, compiled);
    return compiled;
  }

  #compile(db: Kysely<Database>, size: number): CompiledQuery {
    const placeholder: Row = Object.fromEntries(this.#columns.map((column) => [column, 0]));
    return physical(db)
      .insertInto(this.name)
      .values(Array.from({ length: size }, () => placeholder))
      .onConflict((conflict) => conflict.column('position').doUpdateSet(changesOf(this.table, this.name)))
      .compile();
  }
}
