import { type Finding } from '#kept/event-store';
import { TextDecoder } from 'node:util';
import { type Engine } from '../engine/engine.js';
import { type ReadModel } from '../read-model.js';
import { type Columns, type RowOf, type Stored } from '../schema/columns.js';
import { physical } from '../schema/database.js';

/** A row as it lies in the file. What no row can hold is kept apart: it equals nothing. */
export type StoredRow = Readonly<Record<string, Stored | Damaged>>;

/** A value that no row can hold, in words. */
export class Damaged {
  constructor(readonly what: string) {}
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The select list that reads columns as they are stored, for {@link storedRow}. */
export function storedColumns(engine: Engine, columns: Columns) {
  return Object.entries(columns).map(([name, column]) => engine.asStored(name, column).as(name));
}

/** A row that was read with {@link storedColumns}. */
export function storedRow(read: Readonly<Record<string, unknown>>): StoredRow {
  const row: Record<string, Stored | Damaged> = {};
  for (const column in read) row[column] = storedValue(read[column]);
  return row;
}

function storedValue(value: unknown): Stored | Damaged {
  if (typeof value === 'number' || value === null) return value;
  if (typeof value === 'string') return new Damaged(`bytes instead of a text: ${shortened(value)}`);
  if (typeof value === 'bigint') return new Damaged(`${String(value)}, too large a number`);
  const bytes = value as Uint8Array;
  try {
    return utf8.decode(bytes);
  } catch {
    return new Damaged(`a text that is not UTF-8: ${shortened(Buffer.from(bytes).toString('latin1'))}`);
  }
}

/** What a value looks like in a finding. */
export function shown(value: Stored | Damaged | undefined): string {
  return value instanceof Damaged ? value.what : shortened(JSON.stringify(value ?? null));
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/**
 * Reads a table of the bookkeeping row by row, not by way of its index: that may be damaged where the table is not.
 * @returns its rows, or what is damaged in them: then nothing that is told there can be believed
 */
export async function bookkeepingRows<C extends Columns>(
  { db, engine }: ReadModel,
  table: 'projections' | 'parked',
  columns: C,
): Promise<{ rows: RowOf<C>[]; damaged: Finding[] }> {
  const read = await physical(db).selectFrom(table).select(storedColumns(engine, columns)).execute();
  const rows = read.map(storedRow);
  const damaged = rows.flatMap((row, index) =>
    Object.entries(row).flatMap(([column, value]) =>
      value instanceof Damaged
        ? [
            {
              place: `${engine.place}, table ${table}, row ${index + 1}, column ${column}`,
              problem: `holds ${value.what}`,
            },
          ]
        : [],
    ),
  );
  return { rows: damaged.length === 0 ? (rows as RowOf<C>[]) : [], damaged };
}
