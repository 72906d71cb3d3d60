import { type CustomerTable, type EntryTable, type Projection, table } from '../projection.js';
import { integer, maybe, type RowOf, text } from '../schema/columns.js';
import { textOf } from './pages/write.js';

const entryColumns = {
  /** Of the page's first entry. */
  position: integer,
  /** Position of the first entry of its stream: a stream of many entries has several pages. */
  stream: integer,
  /** For a commitment's entries, the customer the promise was made to. */
  customer: text,
  /**
   * What entries say, as the domain reads it: already upcast and checked, so that folding it is cheap. In one column,
   * because nothing of it is looked for and each column costs as much as the next; see `WrittenPage`.
   */
  entries: text,
};

export type HistoryRow = RowOf<typeof entryColumns>;

/** Every entry about a customer, stream by stream: what questions about the past are folded from. */
export const historyTable = table<typeof entryColumns, EntryTable>({
  name: 'history',
  of: 'entry',
  gathers: 'entries',
  columns: entryColumns,
  fixed: ['stream', 'customer'],
  indexes: [['customer', 'position'], ['stream']],
  row: (entry) => ({
    position: entry.page,
    stream: entry.stream,
    customer: entry.customer,
    entries: textOf(entry),
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
  fixed: ['customer'],
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
  version: 5,
  tables: [historyTable, customersTable],
};
