import { type CommitmentEntry, type CustomerEntry, type Instant } from '#kept/domain';

type Entry = CommitmentEntry | CustomerEntry;

/** An entry as a row keeps it. An array, because ten thousand of them are read at once. */
export type WrittenEntry = [
  /** Absent for what is about the customer in general. */
  commitment: string | null,
  revision: number,
  id: string,
  type: Entry['type'],
  occurredAt: Instant,
  recordedAt: Instant,
  data: object,
];

/** Personal data stay in the ledger, where they can be erased: a copy here would outlive its customer's wish. */
export function textOf(commitment: string | undefined, entry: Entry): string {
  const { revision, id, type, occurredAt, recordedAt, data } = entry;
  // What is undefined is left out; quicker than leaving it out oneself.
  const impersonal = 'personal' in data ? { ...data, personal: undefined } : data;
  const written: WrittenEntry = [commitment ?? null, revision, id, type, occurredAt, recordedAt, impersonal];
  return JSON.stringify(written);
}

/** The entry a text was made of, less its personal data. Checked and upcast when it was projected, so not again. */
export function entryOf([, revision, id, type, occurredAt, recordedAt, data]: WrittenEntry): Entry {
  return { type, data, id, revision, occurredAt, recordedAt } as Entry;
}
