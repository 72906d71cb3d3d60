import { type CommitmentEntry, type CustomerEntry } from '#kept/domain';
import { type CustomerTable, type EntryTable, type Projection, table } from '../projection.js';
import { integer, maybe, type RowOf, text, word } from '../schema/columns.js';

const entryColumns = {
  position: integer,
  /** For a commitment's entries, the customer the promise was made to. */
  customer: text,
  commitment: maybe(text),
  revision: integer,
  entry: text,
  type: word<(CommitmentEntry | CustomerEntry)['type']>(),
  occurred_at: integer,
  recorded_at: integer,
  /** The entry's data as the domain reads them, in JSON: already upcast and checked, so that folding them is cheap. */
  data: text,
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
    revision: entry.revision,
    entry: entry.id,
    type: entry.type,
    occurred_at: entry.occurredAt,
    recorded_at: entry.recordedAt,
    data: impersonal(entry.data),
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
  version: 1,
  tables: [historyTable, customersTable],
};

/** Personal data stay in the ledger, where they can be erased: a copy here would outlive its customer's wish. */
function impersonal(data: object): string {
  // What is undefined is left out; quicker than leaving it out oneself.
  return JSON.stringify('personal' in data ? { ...data, personal: undefined } : data);
}
