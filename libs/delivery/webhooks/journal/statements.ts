import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import { columnsOf, keyOf, type Table, type Tables, typeOf } from './schema.js';

/** Rows a statement, largest first. */
const CHUNKS = [50, 10, 1];

/** Compiling a statement costs more than running it: one is compiled for each size, and run with ever new parameters. */
export class Statements {
  readonly #compiled = new Map<string, CompiledQuery>();

  /** @param schema where the tables are */
  constructor(private readonly schema: string | undefined) {}

  /** Writes rows, over those of the same keys. */
  async upsert(db: Kysely<Tables>, table: Table, rows: readonly object[]): Promise<void> {
    const columns = columnsOf(table);
    await this.#inChunks(db, rows, columns, `upsert ${table}`, (size) => this.#upsertOf(db, table, columns, size));
  }

  /** Deletes the rows of some keys; those that are not there are no mistake. */
  async remove(db: Kysely<Tables>, table: Table, keys: readonly object[]): Promise<void> {
    const columns = keyOf(table);
    await this.#inChunks(db, keys, columns, `remove ${table}`, (size) => {
      const tuple = sql`(${sql.join(columns.map((column) => sql.ref(column)))})`;
      const one = sql`(${sql.join(columns.map((column) => sql`cast(${0} as ${sql.raw(typeOf(table, column))})`))})`;
      const tuples = sql.join(Array.from({ length: size }, () => one));
      return sql`delete from ${this.#name(table)} where ${tuple} in (values ${tuples})`.compile(db);
    });
  }

  async #inChunks(
    db: Kysely<Tables>,
    rows: readonly object[],
    columns: readonly string[],
    name: string,
    compile: (size: number) => CompiledQuery,
  ): Promise<void> {
    let done = 0;
    for (const size of CHUNKS)
      for (; rows.length - done >= size; done += size) {
        const statement = this.#compiled.get(`${name} ${size}`) ?? compile(size);
        this.#compiled.set(`${name} ${size}`, statement);
        const parameters = rows
          .slice(done, done + size)
          .flatMap((row) => columns.map((column) => (row as Record<string, unknown>)[column]));
        await db.executeQuery({ ...statement, parameters });
      }
  }

  #upsertOf(db: Kysely<Tables>, table: Table, columns: readonly string[], size: number): CompiledQuery {
    const keys = keyOf(table);
    const row = sql`(${sql.join(columns.map(() => sql`${0}`))})`;
    const rows = sql.join(Array.from({ length: size }, () => row));
    const names = (of: readonly string[]) => sql.join(of.map((column) => sql.ref(column)));
    const others = columns.filter((column) => !keys.includes(column));
    const changes = sql.join(others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`));
    return sql`insert into ${this.#name(table)} (${names(columns)}) values ${rows}
      on conflict (${names(keys)}) do update set ${changes}`.compile(db);
  }

  #name(table: Table): RawBuilder<unknown> {
    return this.schema === undefined ? sql.id(table) : sql.id(this.schema, table);
  }
}
