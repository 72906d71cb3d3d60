import { type Instant } from '#kept/domain';
import { type AgendaItem, type AgendaPlace } from '#kept/read-model';

export { type AgendaItem, type AgendaPlace };

/** What is to be looked at and when, as far as the projections have followed the log. */
export interface Agenda {
  /** How far that is. */
  reached(): Promise<number>;
  /** Due by a moment, beyond a place, in the order of time. */
  due(question: { after: AgendaPlace | undefined; until: Instant; limit: number }): Promise<AgendaItem[]>;
  /** Due by a moment, and changed beyond a position, in the order of change. */
  changed(question: { after: number; until: Instant; limit: number }): Promise<AgendaItem[]>;
  /** The first moment after this one at which anything is due. */
  next(after: Instant): Promise<Instant | undefined>;
}

/** The time, and a way to wait for it. */
export interface Clock {
  now(): Instant;
  /** Resolves after some milliseconds, or when it is told to wake. */
  sleep(milliseconds: number, wake: AbortSignal): Promise<void>;
}

/**
 * Looks at one commitment, and records what is to be said of it at that moment, once.
 * @returns where there was nothing to be said: when there will be, if nothing is recorded before
 */
export type ReviewOne = (commitment: string, now: Instant) => Promise<Instant | undefined>;
