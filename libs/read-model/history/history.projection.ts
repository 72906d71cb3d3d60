import { type CustomerTable, type EntryTable, type Projection, table } from '../projection.js';
import { integer, maybe, type RowOf, text } from '../schema/columns.js';
import { textOf } from './entry.js';

const entryColumns = {
  position: integer,
  /** For a commitment's entries, the customer the promise was made to. */
  customer: text,
  commitment: maybe(text),
  /**
   * JSON, a `WrittenEntry`: the data as the domain reads them, already upcast and checked, so that folding them is
   * cheap, and all in one column, because nothing of it is looked for and each column costs as much as the next.
   */
  entry: text,
};

export type HistoryRow = RowOf<typeof entryColumns>;

/** Every entry about a customer, in the order they became known: what questions about the past are folded from. */
export const historyTable = table<typeof entryColumns, EntryTable>({
  name: 'history',
  of: 'entry',
  columns: entryColumns,
  indexes: [
    ['customer', 'position'],
    ['commitment', 'position'],
  ],
  row: ({ position, customer, commitment, entry }) => ({
    position,
    customer,
    commitment: commitment ?? null,
    entry: textOf(commitment, entry),
  }),
});

const customerColumns = {
  position: integer,
  customer: text,
  segment: maybe(text),
  time_zone: maybe(text),
  registered_at: maybe(integer),
  forgotten_at: maybe(integer),
};

export type CustomerRow = RowOf<typeof customerColumns>;

/** The customers, without anything that tells who they are. */
export const customersTable = table<typeof customerColumns, CustomerTable>({
  name: 'customers',
  of: 'customer',
  columns: customerColumns,
  indexes: [['customer']],
  row: ({ position, id, segment, timeZone, registeredAt, forgottenAt }) => ({
    position,
    customer: id,
    segment: segment ?? null,
    time_zone: timeZone ?? null,
    registered_at: registeredAt ?? null,
    forgotten_at: forgottenAt ?? null,
  }),
});

export const historyProjection: Projection = {
  name: 'history',
  version: 3,
  tables: [historyTable, customersTable],
};
