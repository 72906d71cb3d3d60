import { type Finding } from '#kept/event-store';
import { type Table } from '../projection.js';
import { type ReadModel } from '../read-model.js';
import { type Generation } from '../runner/generations.js';
import { physical } from '../schema/database.js';
import { physicalName } from '../schema/ddl.js';
import { shown, storedColumns, type StoredRow, storedRow } from './stored.js';

const ROWS_A_PAGE = 1_000;

/**
 * Every difference between the stored rows of a table and the fresh ones, by walking both in the order of their keys.
 * The stored ones are read through the view, as every query reads them.
 */
export async function* differences(
  model: ReadModel,
  fresh: ReadModel,
  { generation }: Generation,
  table: Table,
): AsyncGenerator<Finding> {
  const { place } = model.engine;
  const stored = new Walk(rowsOf(model, table.name, table));
  // In the scratch database every projection has its first generation.
  const wanted = new Walk(rowsOf(fresh, physicalName(table, 1), table));
  for (;;) {
    const [have, want] = [await stored.peek(), await wanted.peek()];
    if (!have && !want) break;
    const at = Math.min(keyOf(have), keyOf(want));
    const where = `${place}, table ${table.name}, ${subjectOf(table, keyOf(have) === at ? have! : want!)}`;
    if (keyOf(have) > at) yield { place: where, problem: 'the row is missing' };
    else if (keyOf(want) > at) yield { place: where, problem: 'the row should not be there' };
    else yield* differentColumns(where, table, have!, want!);
    if (keyOf(have) === at) stored.advance();
    if (keyOf(want) === at) wanted.advance();
  }
  yield* strayRows(model, generation, table);
}

function* differentColumns(where: string, { columns }: Table, have: StoredRow, want: StoredRow): Generator<Finding> {
  for (const column of Object.keys(columns))
    if (have[column] !== want[column])
      yield {
        place: `${where}, column ${column}`,
        problem: `holds ${shown(have[column])}, and the log says ${shown(want[column])}`,
      };
}

/** The view and its table must agree, or queries read something else than the runner writes. */
async function* strayRows(model: ReadModel, generation: number, table: Table): AsyncGenerator<Finding> {
  const name = physicalName(table, generation);
  const [seen, written] = [await countOf(model, table.name), await countOf(model, name)];
  if (seen !== written)
    yield {
      place: `${model.engine.place}, view ${table.name}`,
      problem: `shows ${seen} rows, and the live table ${name} has ${written}`,
    };
}

async function countOf({ db }: ReadModel, name: string): Promise<number> {
  const { count } = await physical(db)
    .selectFrom(name)
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function* rowsOf(
  { db, engine }: ReadModel,
  name: string,
  { columns }: Table,
): AsyncGenerator<StoredRow, undefined> {
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const page = await physical(db)
      .selectFrom(name)
      .select(storedColumns(engine, columns))
      .where('position', '>', after)
      .orderBy('position')
      .limit(ROWS_A_PAGE)
      .execute();
    if (page.length === 0) return;
    for (const read of page) {
      const row = storedRow(read);
      const { position } = row;
      // A damaged key, or a page whose keys are out of order: the walk would never end.
      if (typeof position !== 'number' || !(position > after)) throw new Error(`no key follows ${after}`);
      after = position;
      yield row;
    }
  }
}

/** Looks at the next row before it is taken. */
class Walk {
  #next: Promise<IteratorResult<StoredRow, undefined>> | undefined;

  constructor(private readonly rows: AsyncGenerator<StoredRow, undefined>) {}

  async peek(): Promise<StoredRow | undefined> {
    this.#next ??= this.rows.next();
    return (await this.#next).value;
  }

  advance(): void {
    this.#next = undefined;
  }
}

const keyOf = (row: StoredRow | undefined): number => (row ? Number(row['position']) : Infinity);

/** `commitment 42`; where there are several rows of one, or its name cannot be read, `position 17`. */
function subjectOf({ of }: Table, row: StoredRow): string {
  const name = of === 'entry' ? undefined : row[of];
  return typeof name === 'string' ? `${of} ${name}` : `position ${shown(row['position'])}`;
}
