import { type Entry } from '../entry.js';
import { type Instant, type PromisedWindow, sameWindow } from '../time/index.js';
import {
  type ActualLevels,
  type CommitmentEvent,
  type CommitmentRescheduled,
  type CommitmentWithdrawn,
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

/** The standing after one more entry, which occurred no earlier than those before it. */
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
    case 'CommitmentWithdrawn':
      return withdrawn(standing, entry);
    case 'FollowUpCallMade':
      return called(standing, entry);
    case 'ComplaintRaised': {
      const { complaint, need } = entry.data;
      const after = copyOf(standing);
      after.complaints = [...standing.complaints, { complaint, need, raisedAt: entry.occurredAt }];
      return after;
    }
    case 'ComplaintAnswered': {
      const answered = (one: Complaint): Complaint =>
        one.complaint === entry.data.complaint ? { ...one, answeredAt: entry.occurredAt } : one;
      const after = copyOf(standing);
      after.complaints = standing.complaints.map(answered);
      return after;
    }
    case 'ClockPaused':
      return standing.settlement ? standing : clocked(standing, true);
    case 'ClockResumed':
      return clocked(standing, false);
    case 'PolicyReapplied': {
      const after = copyOf(standing);
      after.terms = entry.data.terms;
      return after;
    }
    case 'PromiseMade':
    case 'EntryVoided':
    case 'BreachForeseen':
    case 'BreachDeclared':
    case 'BreachRetracted':
      return standing;
  }
}

/**
 * A standing to be changed. Part by part, though it is long: every entry of every commitment comes by, and spreading an
 * object of so many parts, some of which may be absent, takes V8 thirty times as long.
 */
function copyOf(standing: Standing): Standing {
  const copy: Standing = {
    promise: standing.promise,
    madeAt: standing.madeAt,
    first: standing.first,
    expectation: standing.expectation,
    plan: standing.plan,
    terms: standing.terms,
    reschedules: standing.reschedules,
    reasons: standing.reasons,
    shortNotices: standing.shortNotices,
    toldChanges: standing.toldChanges,
    toldAfterDue: standing.toldAfterDue,
    complaints: standing.complaints,
    clockPaused: standing.clockPaused,
  };
  if (standing.requested) copy.requested = standing.requested;
  if (standing.settlement) copy.settlement = standing.settlement;
  if (standing.problemPersists !== undefined) copy.problemPersists = standing.problemPersists;
  if (standing.satisfaction !== undefined) copy.satisfaction = standing.satisfaction;
  return copy;
}

function told(standing: Standing, { data, occurredAt }: Entry<CustomerNotified>): Standing {
  const { conveyed } = data;
  if (!conveyed || !data.reached || data.answer === 'declined' || standing.settlement) return standing;
  if (sameWindow(conveyed, standing.expectation)) return standing;
  const after = copyOf(standing);
  after.expectation = conveyed;
  if (!sameWindow(conveyed, standing.plan)) after.toldChanges += 1;
  if (standing.expectation.due < occurredAt) after.toldAfterDue = true;
  return after;
}

function rescheduled(standing: Standing, { data, occurredAt }: Entry<CommitmentRescheduled>): Standing {
  const after = copyOf(standing);
  after.reschedules += 1;
  after.plan = data.to;
  if (data.initiator === 'customer') {
    // A new agreement: nobody told the customer anything late, it was their own wish.
    after.first = data.to;
    after.requested = data.to;
    after.expectation = data.to;
    after.toldAfterDue = false;
  } else {
    after.reasons = [...standing.reasons, data.reason];
    if (atShortNotice(standing, data.to, occurredAt)) after.shortNotices += 1;
  }
  return after;
}

/** Whether a reschedule leaves less than the minimum notice before the earlier due that is still ahead, or none is. */
function atShortNotice({ terms, expectation }: Standing, to: PromisedWindow, at: Instant): boolean {
  // What is counted in business time needs the calendar, which no fold has: see the obligations.
  if (typeof terms.minimumNotice !== 'number') return false;
  const earlier = Math.min(expectation.due < at ? Infinity : expectation.due, to.due < at ? Infinity : to.due);
  return earlier === Infinity || at > earlier - terms.minimumNotice;
}

function settled(standing: Standing, settlement: Settlement): Standing {
  if (standing.settlement) return standing;
  const after = copyOf(standing);
  after.settlement = settlement;
  return after;
}

function withdrawn(standing: Standing, { id, data, occurredAt }: Entry<CommitmentWithdrawn>): Standing {
  const { by: party, reason } = data;
  const after = copyOf(standing);
  if (party === 'provider') after.reasons = [...standing.reasons, reason];
  if (!standing.settlement) after.settlement = { by: 'withdrawal', entry: id, at: occurredAt, party, reason };
  return after;
}

function called(standing: Standing, { data }: Entry<FollowUpCallMade>): Standing {
  if (!data.reached || standing.settlement?.by !== 'fulfilment') return standing;
  const after = copyOf(standing);
  if (data.problemPersists !== undefined) after.problemPersists = data.problemPersists;
  if (data.satisfaction !== undefined) after.satisfaction = data.satisfaction;
  return after;
}

function clocked(standing: Standing, clockPaused: boolean): Standing {
  const after = copyOf(standing);
  after.clockPaused = clockPaused;
  return after;
}
