import { type CompiledQuery, type Kysely, sql } from 'kysely';
import { type Table } from '../projection.js';
import { type Row, type Stored } from '../schema/columns.js';
import { type Database, physical } from '../schema/database.js';

/** Writes rows into one physical table, with statements that are compiled once and run with ever new parameters. */
export class Upsert {
  readonly #columns: readonly string[];
  readonly #compiled = new Map<number, CompiledQuery>();

  constructor(
    private readonly table: Table,
    private readonly name: string,
    private readonly chunks: readonly number[],
  ) {
    this.#columns = Object.keys(table.columns);
  }

  /** @param rows in the order of their keys, which is the order of the pages they land on */
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
    const insert = physical(db)
      .insertInto(this.name)
      .values(Array.from({ length: size }, () => placeholder));
    const others = this.#columns.filter((column) => column !== 'position');
    return insert
      .onConflict((conflict) =>
        conflict
          .column('position')
          .doUpdateSet(Object.fromEntries(others.map((column) => [column, this.#after(column)]))),
      )
      .compile();
  }

  /** What a column of a row comes to that is there already. */
  #after(column: string) {
    const written = sql.ref<Stored>(`excluded.${column}`);
    if (this.table.of !== 'entry' || column !== this.table.gathers) return written;
    return sql<Stored>`${sql.ref(`${this.name}.${column}`)} || ${written}`;
  }
}
