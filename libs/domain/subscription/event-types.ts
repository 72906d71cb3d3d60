import { type CommitmentEvent } from '../commitment/index.js';
import { type CustomerEvent } from '../customer/index.js';
import { refuse } from '../refusal.js';
import { type TeamEvent } from '../team/index.js';
import { type SubscriptionEvent } from './events.js';

/** What integrations can hear of: everything but who was given access, which concerns nobody outside. */
export type ToldEvent = CommitmentEvent | CustomerEvent | TeamEvent | SubscriptionEvent;

/** The compiler says which is missing. */
const TOLD: Readonly<Record<ToldEvent['type'], true>> = {
  PromiseMade: true,
  CustomerNotified: true,
  CommitmentRescheduled: true,
  PromiseFulfilled: true,
  CommitmentWithdrawn: true,
  FollowUpCallMade: true,
  ComplaintRaised: true,
  ComplaintAnswered: true,
  ClockPaused: true,
  ClockResumed: true,
  BreachForeseen: true,
  BreachDeclared: true,
  BreachRetracted: true,
  EntryVoided: true,
  PolicyReapplied: true,
  CustomerRegistered: true,
  ExpectationStated: true,
  ExpectationCorrected: true,
  SatisfactionReported: true,
  CustomerForgotten: true,
  TeamRegistered: true,
  PolicyPublished: true,
  CalendarPublished: true,
  CapacityDeclared: true,
  SubscriptionOpened: true,
  SubscriptionChanged: true,
  SubscriptionPaused: true,
  SubscriptionResumed: true,
  SigningKeyAdded: true,
  SigningKeyRotated: true,
  SigningKeyRevoked: true,
  ReplayRequested: true,
  SubscriptionFailing: true,
  SubscriptionRecovered: true,
  SubscriptionDisabled: true,
  SubscriptionEnded: true,
};

/** The types of events that can be asked for, in the order of the domain. */
export const TOLD_TYPES = Object.keys(TOLD) as readonly ToldEvent['type'][];

/** A type that integrations can ask for. @throws Refusal that names the one that was probably meant */
export function toldType(value: string, field: string): string {
  if (Object.hasOwn(TOLD, value)) return value;
  return refuse('event-type-unknown', { field, value: value.slice(0, 40), nearest: nearestType(value.slice(0, 40)) });
}

/** The known type that it takes the fewest edits to reach. */
function nearestType(value: string): string {
  const written = value.toLowerCase();
  const distances = TOLD_TYPES.map((type) => ({ type, distance: editDistance(written, type.toLowerCase()) }));
  return distances.reduce((best, one) => (one.distance < best.distance ? one : best)).type;
}

/** Levenshtein’s, by the row-wise dynamic program of Wagner and Fischer (1974). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = above[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[to.length]!;
}
