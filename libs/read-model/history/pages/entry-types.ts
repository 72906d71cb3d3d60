import { type CommitmentEntry, type CustomerEntry, type Instant, type TimeZone } from '#kept/domain';

export type Entry = CommitmentEntry | CustomerEntry;

/** An entry as a page keeps it: positional, because ten thousand of them are read at once, and most of it is names. */
export type WrittenEntry = [
  /** Of the first entry of a page; of the others, what lies between that one and them. */
  position: number,
  revision: number,
  id: string,
  type: number,
  /** After the promise was made; of the promise, and where there is none, as it is. */
  occurredAt: number,
  /** After it occurred. */
  recordedAt: number,
  /** What the entry says, by its type. */
  ...data: unknown[],
];

/** A page: the position of its stream's first entry, and entries. The 0 is there so that each part begins with a comma. */
export type WrittenPage = [zero: 0, stream: number, ...entries: WrittenEntry[]];

/** What the windows of a commitment are written relative to: they are near it, and mostly in the same zone. */
export interface Ground {
  madeAt: Instant;
  timeZone: TimeZone;
}

/** Types are written by their place here. Whoever changes the places raises the projection's version. */
const NUMBERS: Record<Entry['type'], number> = {
  PromiseMade: 0,
  CustomerNotified: 1,
  CommitmentRescheduled: 2,
  PromiseFulfilled: 3,
  CommitmentWithdrawn: 4,
  FollowUpCallMade: 5,
  ComplaintRaised: 6,
  ComplaintAnswered: 7,
  ClockPaused: 8,
  ClockResumed: 9,
  BreachForeseen: 10,
  BreachDeclared: 11,
  BreachRetracted: 12,
  EntryVoided: 13,
  PolicyReapplied: 14,
  CustomerRegistered: 15,
  ExpectationStated: 16,
  ExpectationCorrected: 17,
  SatisfactionReported: 18,
  CustomerForgotten: 19,
};

export const numberOf = (type: Entry['type']): number => NUMBERS[type];
/** By their numbers. */
export const TYPES = Object.keys(NUMBERS) as readonly Entry['type'][];
