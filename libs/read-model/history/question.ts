import { type CommitmentEntry, type CustomerEntry, type Instant, type Step } from '#kept/domain';
import { type Position } from '#kept/event-store';

/** What fixes the answer, on both axes. */
export interface HistoryQuestion {
  /** How far time had run: entries that occurred later are left out. */
  at: Instant;
  /** What the ledger had learned by then: entries recorded later are left out. Default: everything. */
  knownAt?: Instant;
  /** What was known, by position: everything up to it. Default: all that is projected. */
  asOf?: Position;
  /** The teams whose commitments the asker may see; absent: all. */
  teams?: readonly string[];
}

/** What an answer says about what it depends on. */
export interface Standpoint {
  at: Instant;
  knownAt?: Instant;
  position: string;
}

export function standpointIn({ at, knownAt }: HistoryQuestion, position: number): Standpoint {
  return { at, ...(knownAt !== undefined && { knownAt }), position: String(position) };
}

/** One entry, and what it changed. */
export interface HistoryStep extends Omit<Step, 'entry'> {
  /** The entry's id. */
  entry: string;
  type: (CommitmentEntry | CustomerEntry)['type'];
  /** Absent for what is about the customer in general. */
  commitment?: string;
  occurredAt: Instant;
  recordedAt: Instant;
  /** What the entry says, less personal data. */
  data: (CommitmentEntry | CustomerEntry)['data'];
}
