import { type Entry } from '../entry.js';
import { type Instant, type PromisedWindow, sameWindow } from '../time/index.js';
import {
  type ActualLevels,
  type CommitmentEvent,
  type CommitmentRescheduled,
  type CustomerNotified,
  type FollowUpCallMade,
  type FulfilmentInterval,
  type PromiseMade,
} from './events.js';
import { type Terms } from './terms.js';
import { type Need, type Party } from './vocabulary.js';

export interface Fulfilment {
  by: 'fulfilment';
  entry: string;
  /** When it was done; where only an interval is known, the last moment of it. */
  at: Instant;
  interval?: FulfilmentInterval;
  levels: ActualLevels;
  leftUndone: boolean;
}

export interface Withdrawal {
  by: 'withdrawal';
  entry: string;
  at: Instant;
  party: Party;
  reason: string;
}

/** How a commitment ended. */
export type Settlement = Fulfilment | Withdrawal;

export interface Complaint {
  complaint: string;
  need: Need;
  raisedAt: Instant;
  answeredAt?: Instant;
}

/**
 * Where a commitment stands after its entries up to some moment: the plan beside the expectation, and what it took to
 * get there. Derived, never stored as truth.
 */
export interface Standing {
  promise: PromiseMade['data'];
  madeAt: Instant;
  /** The window first promised; a customer's reschedule is a new agreement and moves it. */
  first: PromisedWindow;
  /** The customer's own wish, where it is known. */
  requested?: PromisedWindow;
  /** What the customer was last told, or asked for. */
  expectation: PromisedWindow;
  /** What is now intended. */
  plan: PromisedWindow;
  terms: Terms;
  settlement?: Settlement;
  reschedules: number;
  /** Reasons of the provider's reschedules and withdrawal, in order, each as often as it was given. */
  reasons: readonly string[];
  /** Reschedules by the provider with less than the minimum notice left, where that is elapsed time. */
  shortNotices: number;
  /** Tellings that moved the expectation to a window nobody had planned. */
  toldChanges: number;
  /** An expectation whose due had passed was replaced by a telling. */
  toldAfterDue: boolean;
  /** The latest answer to a call after the fulfilment. */
  problemPersists?: boolean;
  satisfaction?: number;
  complaints: readonly Complaint[];
  clockPaused: boolean;
}

type Made = Entry<PromiseMade>;

/** Where a commitment stands the moment it is made. */
export function standingWhenMade({ data, occurredAt }: Made): Standing {
  const standing: Standing = {
    promise: data,
    madeAt: occurredAt,
    first: data.promised,
    expectation: data.promised,
    plan: data.plan,
    terms: data.terms,
    reschedules: 0,
    reasons: [],
    shortNotices: 0,
    toldChanges: 0,
    toldAfterDue: false,
    complaints: [],
    clockPaused: false,
  };
  if (data.requested) standing.requested = data.requested;
  return standing;
}

/**
 * The standing after one more entry, which occurred no earlier than those before it. What may be absent is added to a
 * plain copy: spreading what may not be there takes V8 many times as long, and every entry of every commitment comes by.
 */
export function step(standing: Standing, entry: Entry<CommitmentEvent>): Standing {
  switch (entry.type) {
    case 'CustomerNotified':
      return told(standing, entry);
    case 'CommitmentRescheduled':
      return standing.settlement ? standing : rescheduled(standing, entry);
    case 'PromiseFulfilled': {
      const { interval, levels, leftUndone } = entry.data;
      const fulfilment: Fulfilment = { by: 'fulfilment', entry: entry.id, at: entry.occurredAt, levels, leftUndone };
      if (interval) fulfilment.interval = interval;
      return settled(standing, fulfilment);
    }
    case 'CommitmentWithdrawn': {
      const { by: party, reason } = entry.data;
      const reasons = party === 'provider' ? [...standing.reasons, reason] : standing.reasons;
      return settled(
        { ...standing, reasons },
        { by: 'withdrawal', entry: entry.id, at: entry.occurredAt, party, reason },
      );
    }
    case 'FollowUpCallMade':
      return called(standing, entry);
    case 'ComplaintRaised': {
      const { complaint, need } = entry.data;
      return { ...standing, complaints: [...standing.complaints, { complaint, need, raisedAt: entry.occurredAt }] };
    }
    case 'ComplaintAnswered': {
      const answered = (one: Complaint): Complaint =>
        one.complaint === entry.data.complaint ? { ...one, answeredAt: entry.occurredAt } : one;
      return { ...standing, complaints: standing.complaints.map(answered) };
    }
    case 'ClockPaused':
      return standing.settlement ? standing : { ...standing, clockPaused: true };
    case 'ClockResumed':
      return { ...standing, clockPaused: false };
    case 'PolicyReapplied':
      return { ...standing, terms: entry.data.terms };
    case 'PromiseMade':
    case 'EntryVoided':
    case 'BreachForeseen':
    case 'BreachDeclared':
    case 'BreachRetracted':
      return standing;
  }
}

function told(standing: Standing, { data, occurredAt }: Entry<CustomerNotified>): Standing {
  const { conveyed } = data;
  if (!conveyed || !data.reached || data.answer === 'declined' || standing.settlement) return standing;
  if (sameWindow(conveyed, standing.expectation)) return standing;
  return {
    ...standing,
    expectation: conveyed,
    toldChanges: standing.toldChanges + (sameWindow(conveyed, standing.plan) ? 0 : 1),
    toldAfterDue: standing.toldAfterDue || standing.expectation.due < occurredAt,
  };
}

function rescheduled(standing: Standing, { data, occurredAt }: Entry<CommitmentRescheduled>): Standing {
  const reschedules = standing.reschedules + 1;
  if (data.initiator === 'customer')
    // A new agreement: nobody told the customer anything late, it was their own wish.
    return {
      ...standing,
      first: data.to,
      requested: data.to,
      expectation: data.to,
      plan: data.to,
      toldAfterDue: false,
      reschedules,
    };
  return {
    ...standing,
    plan: data.to,
    reschedules,
    reasons: [...standing.reasons, data.reason],
    shortNotices: standing.shortNotices + (atShortNotice(standing, data.to, occurredAt) ? 1 : 0),
  };
}

/** Whether a reschedule leaves less than the minimum notice before the earlier due that is still ahead, or none is. */
function atShortNotice({ terms, expectation }: Standing, to: PromisedWindow, at: Instant): boolean {
  // What is counted in business time needs the calendar, which no fold has: see the obligations.
  if (typeof terms.minimumNotice !== 'number') return false;
  const ahead = [expectation.due, to.due].filter((due) => due >= at);
  return ahead.length === 0 || at > Math.min(...ahead) - terms.minimumNotice;
}

function settled(standing: Standing, settlement: Settlement): Standing {
  return standing.settlement ? standing : { ...standing, settlement };
}

function called(standing: Standing, { data }: Entry<FollowUpCallMade>): Standing {
  if (!data.reached || standing.settlement?.by !== 'fulfilment') return standing;
  const after = { ...standing };
  if (data.problemPersists !== undefined) after.problemPersists = data.problemPersists;
  if (data.satisfaction !== undefined) after.satisfaction = data.satisfaction;
  return after;
}
