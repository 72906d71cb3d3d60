import { type Entry } from '../entry.js';
import { type Instant } from '../time/index.js';
import { type CommitmentEvent, isDerived, type PromiseMade } from './events.js';
import { type Standing, standingWhenMade, step } from './standing.js';

export type CommitmentEntry = Entry<CommitmentEvent>;

interface Recorded {
  promise: Entry<PromiseMade>;
  /** Every entry, by occurred at, ties in stream order; voided ones too. */
  entries: readonly CommitmentEntry[];
  /** Ids of the entries that were voided. */
  voided: ReadonlySet<string>;
}

/** A commitment as its stream tells it. */
export type Commitment =
  | { status: 'unmade' }
  /** The promise itself was a mistake: nothing more can be recorded. */
  | ({ status: 'voided' } & Recorded)
  | ({ status: 'open'; standing: Standing } & Recorded)
  | ({ status: 'settled'; standing: Standing } & Recorded);

export type MadeCommitment = Exclude<Commitment, { status: 'unmade' }>;
export type StandingCommitment = Extract<Commitment, { standing: Standing }>;

/** A made commitment as it stands, whatever brought it there. */
export type CurrentCommitment =
  | Pick<Extract<Commitment, { status: 'voided' }>, 'status' | 'promise'>
  | Pick<StandingCommitment, 'status' | 'promise' | 'standing'>;

export const unmade: Commitment = { status: 'unmade' };

/**
 * The commitment after one more entry of its stream, in stream order. A late entry — one that occurred before others
 * already here — and a void fold the whole history anew; the common case takes one step.
 */
export function evolve(commitment: Commitment, entry: CommitmentEntry): Commitment {
  if (commitment.status === 'unmade') {
    if (entry.type !== 'PromiseMade') throw new Error(`a commitment begins with PromiseMade, not ${entry.type}`);
    const standing = standingWhenMade(entry);
    return { status: 'open', promise: entry, entries: [entry], voided: new Set(), standing };
  }
  const entries = inserted(commitment.entries, entry);
  if (entry.type === 'EntryVoided') {
    const voided = new Set(commitment.voided).add(entry.data.entry);
    return standingOf({ promise: commitment.promise, entries, voided });
  }
  // What the ledger finds has the time of the deadline, before entries that are here already, and changes nothing.
  if (commitment.status === 'voided' || isDerived(entry.type)) return { ...commitment, entries };
  if (entries.at(-1) !== entry) return standingOf({ ...commitment, entries });
  const standing = step(commitment.standing, entry);
  const { promise, voided } = commitment;
  return { status: standing.settlement ? 'settled' : 'open', promise, entries, voided, standing };
}

/**
 * What `evolve` comes to where the past need not be known: the entry voids nothing, and occurred no earlier than any of
 * those before it.
 */
export function advance(current: CurrentCommitment, entry: CommitmentEntry): CurrentCommitment {
  if (current.status === 'voided') return current;
  const standing = step(current.standing, entry);
  return { status: standing.settlement ? 'settled' : 'open', promise: current.promise, standing };
}

/** A commitment from its entries in stream order. */
export function commitmentFrom(entries: Iterable<CommitmentEntry>): Commitment {
  let commitment = unmade;
  for (const entry of entries) commitment = evolve(commitment, entry);
  return commitment;
}

/**
 * What was true at a moment, by what is known now: entries that occurred after it are left out. Voids are knowledge
 * about the record, not events in the world, so they count whenever they were made.
 */
export function commitmentAt(commitment: Commitment, at: Instant): Commitment {
  if (commitment.status === 'unmade' || commitment.promise.occurredAt > at) return unmade;
  if (commitment.entries.at(-1)!.occurredAt <= at) return commitment;
  return standingOf({ ...commitment, entries: commitment.entries.filter(({ occurredAt }) => occurredAt <= at) });
}

/** The entry of that id, if the commitment has it. */
export function findEntry({ entries }: Recorded, id: string): CommitmentEntry | undefined {
  return entries.find((entry) => entry.id === id);
}

function standingOf({ promise, entries, voided }: Recorded): MadeCommitment {
  if (voided.has(promise.id)) return { status: 'voided', promise, entries, voided };
  let standing = standingWhenMade(promise);
  for (const entry of entries) if (!voided.has(entry.id)) standing = step(standing, entry);
  return { status: standing.settlement ? 'settled' : 'open', promise, entries, voided, standing };
}

function inserted(entries: readonly CommitmentEntry[], entry: CommitmentEntry): CommitmentEntry[] {
  let place = entries.length;
  while (place > 0 && entries[place - 1]!.occurredAt > entry.occurredAt) place -= 1;
  return entries.toSpliced(place, 0, entry);
}
