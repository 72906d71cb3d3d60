import { type CommitmentEntry } from '../commitment/index.js';

/** A wrong rule, as the entries that the right rules would need to see to come to the wrong answer. */
export type Misreading = (entries: CommitmentEntry[]) => CommitmentEntry[];

export const reading =
  (field: string, value: unknown): Misreading =>
  (entries) =>
    entries.map((entry) =>
      field in entry.data ? { ...entry, data: { ...entry.data, [field]: value } } : entry,
    ) as CommitmentEntry[];
