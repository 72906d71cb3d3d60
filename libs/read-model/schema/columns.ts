/** What a column of a read model may hold. Booleans are 0 and 1, instants are milliseconds, positions are integers. */
export type Stored = string | number | null;
export type Row = Readonly<Record<string, Stored>>;

export interface Column<Value extends Stored = Stored> {
  readonly type: 'integer' | 'text';
  readonly nullable: boolean;
  /** Only for the compiler: what a row holds there. */
  readonly value?: Value;
}

/** A table's columns, from which its DDL, its rows' type, its upserts and its verification all follow. */
export type Columns = Readonly<Record<string, Column>>;

export type RowOf<C extends Columns> = { [K in keyof C]: C[K] extends Column<infer Value> ? Value : never };

export const integer: Column<number> = { type: 'integer', nullable: false };
export const text: Column<string> = { type: 'text', nullable: false };

/** Text that is one of a closed list of words. */
export function word<Word extends string>(): Column<Word> {
  return { type: 'text', nullable: false };
}

/** The same column where there may be nothing. */
export function maybe<Value extends string | number>(column: Column<Value>): Column<Value | null> {
  return { type: column.type, nullable: true };
}

/** A truth as it is stored. */
export const flag = (truth: boolean): number => (truth ? 1 : 0);
