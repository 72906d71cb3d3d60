import { type CreateTableBuilder, type Kysely } from 'kysely';
import { type Engine } from '../engine/engine.js';
import { type Projection, type Table } from '../projection.js';
import { type Columns } from './columns.js';
import { type Database, parkedColumns, physical, projectionColumns } from './database.js';

/** The table that holds a generation's rows; the view of the plain name points at the live one. */
export function physicalName(table: Pick<Table, 'name'>, generation: number): string {
  return `${table.name}_g${generation}`;
}

export function indexName(table: Pick<Table, 'name'>, generation: number, columns: readonly string[]): string {
  return `${physicalName(table, generation)}_by_${columns.join('_')}`;
}

/** The tables that say which generations there are and how far they have come. */
export async function createBookkeeping(db: Kysely<Database>, engine: Engine): Promise<void> {
  await creating(db, engine, 'projections', projectionColumns, ['projection', 'generation']).execute();
  await creating(db, engine, 'parked', parkedColumns, ['projection', 'generation', 'stream']).execute();
}

export async function createTables(
  db: Kysely<Database>,
  engine: Engine,
  { tables }: Projection,
  generation: number,
): Promise<void> {
  for (const table of tables) await creating(db, engine, physicalName(table, generation), table.columns).execute();
}

/** After the load: one sort is cheaper than a million insertions at random places. */
export async function createIndexes(
  db: Kysely<Database>,
  engine: Engine,
  { tables }: Projection,
  generation: number,
): Promise<void> {
  for (const table of tables)
    for (const columns of table.indexes)
      await db.schema
        .createIndex(engine.identifier(indexName(table, generation, columns)))
        .ifNotExists()
        .on(physicalName(table, generation))
        .columns([...engine.indexed(columns)])
        .execute();
}

export async function dropTables(db: Kysely<Database>, { tables }: Projection, generation: number): Promise<void> {
  for (const table of tables) await db.schema.dropTable(physicalName(table, generation)).ifExists().execute();
}

/** From here on queries read this generation. Within a transaction nobody sees them read none. */
export async function pointViews(
  db: Kysely<Database>,
  engine: Engine,
  { tables }: Projection,
  generation: number,
): Promise<void> {
  await engine.holdQuestions(db);
  for (const table of tables) {
    await db.schema.dropView(table.name).ifExists().execute();
    const rows = physical(db).selectFrom(physicalName(table, generation)).select(Object.keys(table.columns));
    await db.schema.createView(table.name).as(rows).execute();
  }
}

function creating(db: Kysely<Database>, engine: Engine, name: string, columns: Columns, key = ['position']) {
  let create: CreateTableBuilder<string, string> = db.schema.createTable(name).ifNotExists();
  for (const [column, { type, nullable }] of Object.entries(columns))
    create = create.addColumn(column, type === 'integer' ? engine.integer : engine.text, (definition) => {
      // Declared here and not as a constraint: only so does SQLite key the rows themselves by the integer.
      if (key.length === 1 && column === key[0]) return definition.primaryKey();
      return nullable ? definition : definition.notNull();
    });
  return key.length === 1 ? create : create.addPrimaryKeyConstraint(`${name}_key`, key);
}
