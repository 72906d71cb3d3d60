import { type CommitmentEntry, type ObligationKind, type Standing, type Terms } from '../commitment/index.js';
import { type Instant } from '../time/index.js';
import { type Obligation, type ObligationEnd, stateAt } from './obligation.js';
import { type Owed } from './owed.js';

/** What tells whether a commitment's clock stands. */
export type Clock = Pick<Standing, 'clockPaused' | 'settlement'>;

/** A new obligation. While the clock stands it begins stopped. */
export function created(
  kind: ObligationKind,
  { id, occurredAt }: CommitmentEntry,
  deadline: Instant,
  { clockPaused, settlement }: Clock,
  { pausesStopClock }: Terms,
): Obligation {
  const obligation: Obligation = { kind, entry: id, since: occurredAt, deadline };
  if (clockPaused && !settlement && pausesStopClock !== false) obligation.stoppedAt = occurredAt;
  return obligation;
}

/** With what has no end yet changed. */
export function mapped(owed: Owed, change: (open: Obligation) => Obligation): Owed {
  const obligations = owed.obligations.map((one) => (one.end ? one : change(one)));
  return obligations.some((one, index) => one !== owed.obligations[index]) ? { ...owed, obligations } : owed;
}

/** With an end to those without one that are meant. */
export function ending(
  owed: Owed,
  state: ObligationEnd['state'],
  at: Instant,
  meant: (open: Obligation) => boolean,
): Owed {
  return mapped(owed, (one) => (meant(one) ? { ...one, end: { state, at } } : one));
}

/** With those done that are meant: in time where they are open, and late where their deadline had passed. */
export function done(owed: Owed, at: Instant, meant: (one: Obligation) => boolean): Owed {
  const met = ending(owed, 'met', at, meant);
  const isLate = (one: Obligation): boolean => one.end?.state === 'breached' && one.lateAt === undefined && meant(one);
  if (!met.obligations.some(isLate)) return met;
  return { ...met, obligations: met.obligations.map((one) => (isLate(one) ? { ...one, lateAt: at } : one)) };
}

/** With the breach of every deadline that passed before that moment: nothing that occurs later undoes it. */
export function lapsed(owed: Owed, at: Instant): Owed {
  return mapped(owed, (one) =>
    stateAt(one, at) === 'breached' ? { ...one, end: { state: 'breached', at: one.deadline } } : one,
  );
}
