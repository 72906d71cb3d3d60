import { type CompiledQuery, type Kysely, sql } from 'kysely';
import { type RowsAs } from '../engine/engine.js';
import { type Table } from '../projection.js';
import { type Columns, type Row } from '../schema/columns.js';
import { type Database, physical } from '../schema/database.js';
import { changesOf, type Upsert } from './upsert.js';

/**
 * Every column is a parameter, an array of its values. However many rows there are, the server reads the same short
 * statement, and nobody counts thousands of parameters.
 */
export class UpsertByArrays implements Upsert {
  readonly #columns: Columns;
  #compiled: CompiledQuery | undefined;

  constructor(
    private readonly table: Table,
    private readonly name: string,
    private readonly rowsAs: Extract<RowsAs, { kind: 'arrays' }>,
  ) {
    this.#columns = table.columns;
  }

  async write(db: Kysely<Database>, rows: readonly Row[]): Promise<void> {
    const { most, column } = this.rowsAs;
    this.#compiled ??= this.#compile(db);
    for (let from = 0; from < rows.length; from += most) {
      const some = rows.slice(from, from + most);
      const parameters = Object.entries(this.#columns).map(([name, declared]) => column(some, name, declared));
      await db.executeQuery({ ...this.#compiled, parameters });
    }
  }

  #compile(db: Kysely<Database>): CompiledQuery {
    const arrays = Object.values(this.#columns).map(({ type }) =>
      type === 'text' ? sql`${''}::text[]` : sql`${''}::bigint[]`,
    );
    return physical(db)
      .insertInto(this.name)
      .columns(Object.keys(this.#columns))
      .expression(sql`select * from unnest(${sql.join(arrays)})`)
      .onConflict((conflict) => conflict.column('position').doUpdateSet(changesOf(this.table, this.name)))
      .compile();
  }
}
