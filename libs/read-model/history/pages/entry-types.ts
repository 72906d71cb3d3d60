import { type CommitmentEntry, type CustomerEntry, type Instant, type TimeZone } from '#kept/domain';

export type Entry = CommitmentEntry | CustomerEntry;

/**
 * A page: the position of its stream's first entry, then the cells of its entries, one entry after the other. Not an array
 * for each entry: ten thousand of them are read at once. The 0 is there so that each part begins with a comma.
 *
 * An entry's cells are
 * - its position; of those behind the first of a page, what lies between that one and them,
 * - its revision and its id,
 * - its type, and which of the cells behind are left out, see `shapeOf`,
 * - when it occurred: after the promise was made; of the promise, and where there is none, as it is,
 * - how much later it was recorded,
 * - what it says, by its type.
 */
export type WrittenPage = [zero: 0, stream: number, ...entries: unknown[]];

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

/** By their numbers. */
const TYPES = Object.keys(NUMBERS) as readonly Entry['type'][];
const ROOM_FOR_TYPES = 32;

/** One number for a type and for which cells of what the entry says are left out because there is nothing in them. */
export function shapeOf(type: Entry['type'], said: readonly unknown[]): number {
  let absent = 0;
  for (let n = 0; n < said.length; n += 1) if (said[n] === null) absent += 2 ** n;
  return NUMBERS[type] + absent * ROOM_FOR_TYPES;
}

export const typeIn = (shape: number): Entry['type'] => TYPES[shape % ROOM_FOR_TYPES]!;
/** One bit for each cell, of the first the lowest. */
export const absentIn = (shape: number): number => Math.floor(shape / ROOM_FOR_TYPES);
