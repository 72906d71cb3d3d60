import { type CommitmentEntry, type CustomerEntry, type Instant } from '#kept/domain';

type Entry = CommitmentEntry | CustomerEntry;

/** An entry as a row keeps it. An array, because ten thousand of them are read at once. */
type Written = [
  revision: number,
  id: string,
  type: Entry['type'],
  occurredAt: Instant,
  recordedAt: Instant,
  data: object,
];

/** The entry a text was made of, less its personal data. Checked and upcast when it was projected, so not again. */
export function entryOf(text: string): Entry {
  const [revision, id, type, occurredAt, recordedAt, data] = JSON.parse(text) as Written;
  return { type, data, id, revision, occurredAt, recordedAt } as Entry;
}

/** Personal data stay in the ledger, where they can be erased: a copy here would outlive its customer's wish. */
export function textOf({ revision, id, type, occurredAt, recordedAt, data }: Entry): string {
  // What is undefined is left out; quicker than leaving it out oneself.
  const impersonal = 'personal' in data ? { ...data, personal: undefined } : data;
  return JSON.stringify([revision, id, type, occurredAt, recordedAt, impersonal] satisfies Written);
}
