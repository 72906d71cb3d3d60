import { type Disambiguation, type TimeZone } from '#kept/domain';

/** A row as the compiled mapping sees it. */
export interface Row {
  /** The values of the scope's columns, in their order. */
  cells: readonly string[];
  /** The kept values of the row that the nth join finds; `undefined` where there is none. */
  partner: (join: number) => readonly string[] | undefined;
}

/** Gets a value out of a row. @throws RowRejected where the row has none that will do */
export type Reader<T> = (row: Row) => T;

/** What holds for a whole mapping, unless a value says otherwise. */
export interface Defaults {
  timeZone: TimeZone;
  timeFormat: string;
  disambiguation: Disambiguation;
}

/** The columns that an input's rows are asked for; grows while its rules are compiled. */
export class Scope {
  readonly columns: string[] = [];
  private readonly joins: { name: string; kept: string[] }[] = [];

  constructor(readonly defaults: Defaults) {}

  /** @param kept columns kept of the partner's rows; shared by all who join it */
  addJoin(name: string, kept: string[]): void {
    this.joins.push({ name, kept });
  }

  /** Where a column's value stands among a row's cells. */
  slot(column: string): number {
    return slotIn(this.columns, column);
  }

  /** The raw value of a column, here or in a joined row; a join that finds nothing reads as blank. */
  raw(column: string, join: string | undefined): Reader<string> {
    if (join === undefined) {
      const slot = this.slot(column);
      return ({ cells }) => cells[slot]!;
    }
    const index = this.joins.findIndex(({ name }) => name === join);
    const slot = slotIn(this.joins[index]!.kept, column);
    return (row) => row.partner(index)?.[slot] ?? '';
  }
}

/** Its place in the list; added at the end if it is new. */
export function slotIn(list: string[], name: string): number {
  const known = list.indexOf(name);
  return known >= 0 ? known : list.push(name) - 1;
}
