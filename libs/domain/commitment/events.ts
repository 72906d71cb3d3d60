import { type Instant, type PromisedWindow } from '../time/index.js';
import { type Terms } from './terms.js';
import {
  type Answer,
  type Clarity,
  type ContactMode,
  type Need,
  type ObligationKind,
  type Party,
  type Purpose,
  type Source,
  type Warning,
} from './vocabulary.js';

/** What the customer hopes for, and the least they accept, in a dimension that is measured by a number. */
export interface Level {
  desired?: number;
  adequate?: number;
}

/** Dimensions beside time. Time's own levels are the window and the terms' tolerance. */
export type Levels = Partial<Record<'quality' | 'price' | 'communication', Level>>;
export type ActualLevels = Partial<Record<'quality' | 'price' | 'communication', number>>;

/** When nobody saw it happen: after `notBefore`, up to and including `notAfter`. */
export interface FulfilmentInterval {
  notBefore: Instant;
  notAfter: Instant;
}

/** Free text somebody wrote. It may name people, so it lives under `personal` and can be erased by itself. */
export interface PersonalNote {
  note: string;
}

export interface PromiseMade {
  type: 'PromiseMade';
  data: {
    customer: string;
    /** The customer's segment at that moment. */
    segment?: string;
    team: string;
    owner: string;
    kind: string;
    promised: PromisedWindow;
    plan: PromisedWindow;
    /** What the customer had asked for, where it was another window. */
    requested?: PromisedWindow;
    levels: Levels;
    clarity: Clarity;
    source: Source;
    contactMode: ContactMode;
    terms: Terms;
    /** The commitment this one makes good. */
    recoveryOf?: string;
    warnings: Warning[];
    personal?: { what: string };
  };
}

export interface CustomerNotified {
  type: 'CustomerNotified';
  data: {
    purpose: Purpose;
    channel: string;
    reached: boolean;
    /** The window the customer was told, if any. */
    conveyed?: PromisedWindow;
    answer: Answer;
    warnings: Warning[];
    personal?: PersonalNote;
  };
}

export interface CommitmentRescheduled {
  type: 'CommitmentRescheduled';
  data: {
    from: PromisedWindow;
    to: PromisedWindow;
    reason: string;
    initiator: Party;
    /** The commitment that took its place. */
    displacedBy?: string;
    warnings: Warning[];
    personal?: PersonalNote;
  };
}

export interface PromiseFulfilled {
  type: 'PromiseFulfilled';
  data: {
    /** Absent where it was seen to happen: then it happened when the entry occurred. */
    interval?: FulfilmentInterval;
    levels: ActualLevels;
    leftUndone: boolean;
    evidence: string[];
    personal?: PersonalNote;
  };
}

export interface CommitmentWithdrawn {
  type: 'CommitmentWithdrawn';
  data: { by: Party; reason: string; personal?: PersonalNote };
}

export interface FollowUpCallMade {
  type: 'FollowUpCallMade';
  data: { reached: boolean; problemPersists?: boolean; satisfaction?: number; personal?: PersonalNote };
}

export interface ComplaintRaised {
  type: 'ComplaintRaised';
  data: { complaint: string; need: Need; personal?: PersonalNote };
}

export interface ComplaintAnswered {
  type: 'ComplaintAnswered';
  data: { complaint: string; personal?: PersonalNote };
}

export interface ClockPaused {
  type: 'ClockPaused';
  data: { reason: string };
}

export interface ClockResumed {
  type: 'ClockResumed';
  data: { reason: string };
}

/** Which obligation: its kind and the entry that created it. */
export interface ObligationReference {
  kind: ObligationKind;
  entry: string;
}

/**
 * Whom a finding concerns, as its promise says: who reads it need not look the promise up. What was found before this was
 * said does not say it.
 */
export interface Concerned {
  customer?: string;
  team?: string;
  segment?: string;
}

export interface BreachForeseen {
  type: 'BreachForeseen';
  data: Concerned & { obligation: ObligationReference; deadline: Instant; timeZoneDatabase?: string };
}

export interface BreachDeclared {
  type: 'BreachDeclared';
  /**
   * `historic`: the deadline was already past when the promise was recorded. `timeZoneDatabase`: by which version of it the
   * deadline was computed, where a calendar had a part in that.
   */
  data: Concerned & {
    obligation: ObligationReference;
    deadline: Instant;
    historic: boolean;
    timeZoneDatabase?: string;
  };
}

export interface BreachRetracted {
  type: 'BreachRetracted';
  data: Concerned & { obligation: ObligationReference; deadline: Instant; cause: string };
}

export interface EntryVoided {
  type: 'EntryVoided';
  data: { entry: string; reason: string; personal?: PersonalNote };
}

export interface PolicyReapplied {
  type: 'PolicyReapplied';
  data: { terms: Terms };
}

export type CommitmentEvent =
  | PromiseMade
  | CustomerNotified
  | CommitmentRescheduled
  | PromiseFulfilled
  | CommitmentWithdrawn
  | FollowUpCallMade
  | ComplaintRaised
  | ComplaintAnswered
  | ClockPaused
  | ClockResumed
  | BreachForeseen
  | BreachDeclared
  | BreachRetracted
  | EntryVoided
  | PolicyReapplied;

/** What the ledger finds out by itself: nobody records it, nobody can void it, and no state is folded from it. */
export const DERIVED_EVENTS = ['BreachForeseen', 'BreachDeclared', 'BreachRetracted'] as const;

/** Whether an event of that type is the ledger's own finding. */
export const isDerived = (type: string): boolean => (DERIVED_EVENTS as readonly string[]).includes(type);
