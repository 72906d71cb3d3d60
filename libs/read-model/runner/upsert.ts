import { type CompiledQuery, type Kysely } from 'kysely';
import { type Table } from '../projection.js';
import { type Row, type Stored } from '../schema/columns.js';
import { type Database, physical } from '../schema/database.js';

/** Rows a statement, largest first. Measured: beyond fifty a row gets no cheaper. */
const CHUNKS = [50, 10, 1];

/** Writes rows into one physical table, with statements that are compiled once and run with ever new parameters. */
export class Upsert {
  readonly #columns: readonly string[];
  readonly #compiled = new Map<number, CompiledQuery>();

  constructor(
    private readonly table: Table,
    private readonly name: string,
  ) {
    this.#columns = Object.keys(table.columns);
  }

  /** @param rows in the order of their keys, which is the order of the pages they land on */
  async write(db: Kysely<Database>, rows: readonly Row[]): Promise<void> {
    let done = 0;
    for (const size of CHUNKS)
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
    // An entry is written once. Were it ever written twice, the key would refuse it, and that is as it should be.
    if (this.table.of === 'entry') return insert.compile();
    const others = this.#columns.filter((column) => column !== 'position');
    return insert
      .onConflict((conflict) =>
        conflict
          .column('position')
          .doUpdateSet((row) => Object.fromEntries(others.map((column) => [column, row.ref(`excluded.${column}`)]))),
      )
      .compile();
  }
}
