import { type Position } from '#kept/event-store';
import { type ColumnDataType, type Expression, type Generated, type Kysely, sql } from 'kysely';

/** Positions are texts of twenty digits: 64 bits that every database compares rightly and none rounds. */
export const stored = (position: Position): string => String(position).padStart(20, '0');
export const read = (position: string): Position => BigInt(position) as Position;

/** What the journal itself is. */
interface JournalRow {
  version: number;
  /** The event store whose positions these are. */
  store: string;
}

export interface EndpointRow {
  subscription: string;
  /** Everything up to here is acknowledged, dead or held. */
  cursor: string;
  /** Revision of the last entry whose replay has been begun; −1 before the first. */
  replayed: number;
  breaker: 'closed' | 'open' | 'half-open';
  probes_at: number | null;
}

/** Whose an endpoint is: what anybody else writes of it is not written. */
export interface ClaimRow {
  /** The run of a worker that has begun it last; empty where nobody has. */
  holder: Generated<string>;
  /** How often it was begun. */
  claims: Generated<number>;
}

/** A delivery that the cursor has passed and that is yet to be made. */
export interface HeldRow {
  subscription: string;
  /** The order within its lane. */
  seq: number;
  lane: string;
  position: string;
  /** From where it can be read again. */
  previous: string;
  event: string;
  attempts: number;
  /** Not before; `null` for at once. */
  next_at: number | null;
}

/** What was given up in a lane since its last delivery. */
export interface GapRow {
  subscription: string;
  lane: string;
  missing: number;
}

export interface DeadRow {
  subscription: string;
  position: string;
  /** From where it can be read again. */
  previous: string;
  event: string;
  type: string;
  lane: string;
  attempts: number;
  gave_up_at: number;
  failure: string;
}

export interface AttemptRow {
  subscription: string;
  seq: number;
  event: string;
  position: string | null;
  number: number;
  at: number;
  milliseconds: number;
  status: number | null;
  failure: string | null;
  answer: string | null;
  next_at: number | null;
}

export interface Tables {
  journal: JournalRow;
  endpoints: EndpointRow & ClaimRow;
  held: HeldRow;
  gaps: GapRow;
  dead: DeadRow;
  attempts: AttemptRow;
}

/** Raised with every change of the tables. */
export const VERSION = 2;

const KEYS = {
  endpoints: ['subscription'],
  held: ['subscription', 'seq'],
  gaps: ['subscription', 'lane'],
  dead: ['subscription', 'position'],
  attempts: ['subscription', 'seq'],
} as const satisfies Partial<Record<keyof Tables, readonly string[]>>;
export type Table = keyof typeof KEYS;
export const keyOf = (table: Table): readonly string[] => KEYS[table];

type ColumnType = 'text' | 'integer' | 'bigint';
/** `?` may be missing. Whole numbers that fit 32 bits are integers, instants are not. */
const COLUMNS: Record<Table, Record<string, ColumnType | `${ColumnType}?`>> = {
  endpoints: { subscription: 'text', cursor: 'text', replayed: 'integer', breaker: 'text', probes_at: 'bigint?' },
  held: {
    ...{
      subscription: 'text',
      seq: 'bigint',
      lane: 'text',
      position: 'text',
      previous: 'text',
      event: 'text',
      attempts: 'integer',
    },
    next_at: 'bigint?',
  },
  gaps: { subscription: 'text', lane: 'text', missing: 'integer' },
  dead: {
    ...{
      subscription: 'text',
      position: 'text',
      previous: 'text',
      event: 'text',
      type: 'text',
      lane: 'text',
      attempts: 'integer',
    },
    ...{ gave_up_at: 'bigint', failure: 'text' },
  },
  attempts: {
    ...{ subscription: 'text', seq: 'bigint', event: 'text', position: 'text?', number: 'integer', at: 'bigint' },
    ...{ milliseconds: 'integer', status: 'integer?', failure: 'text?', answer: 'text?', next_at: 'bigint?' },
  },
};
/** What is written of a row. Whose an endpoint is, is not: that is claimed. */
export const columnsOf = (table: Table): readonly string[] => Object.keys(COLUMNS[table]);
/** The type of a column, for a value that the database cannot tell it of. */
export const typeOf = (table: Table, column: string): ColumnType =>
  COLUMNS[table][column]!.replace('?', '') as ColumnType;

export async function createTables(
  db: Kysely<Tables>,
  { text }: { text: ColumnDataType | Expression<unknown> },
): Promise<void> {
  for (const [table, columns] of Object.entries(COLUMNS) as [Table, Record<string, string>][]) {
    let create = db.schema.createTable(table);
    for (const column of Object.keys(columns)) {
      const type = typeOf(table, column);
      create = create.addColumn(column, type === 'text' ? text : type, (definition) =>
        columns[column]!.endsWith('?') ? definition : definition.notNull(),
      );
    }
    await create.addPrimaryKeyConstraint(`${table}_key`, [...keyOf(table)] as never).execute();
  }
  await addClaims(db);
  await db.schema.createIndex('held_by_lane').on('held').columns(['subscription', 'lane', 'seq']).execute();
  await db.schema.createIndex('attempts_by_event').on('attempts').columns(['subscription', 'event', 'seq']).execute();
}

/** What the second form has and the first had not. */
export async function addClaims(db: Kysely<Tables>): Promise<void> {
  const alter = (): ReturnType<typeof db.schema.alterTable> => db.schema.alterTable('endpoints');
  await alter()
    .addColumn('holder', 'text', (column) => column.notNull().defaultTo(sql.lit('')))
    .execute();
  await alter()
    .addColumn('claims', 'integer', (column) => column.notNull().defaultTo(sql.lit(0)))
    .execute();
}
