import {
  type CommitmentRescheduled,
  type CommitmentWithdrawn,
  type CustomerNotified,
  type FollowUpCallMade,
  type FulfilmentInterval,
  type PromiseFulfilled,
  type PromiseMade,
  type Terms,
} from '../commitment/index.js';
import { type Entry } from '../entry.js';
import { after, type Instant, type PromisedWindow, sameWindow } from '../time/index.js';
import { type Clock, created, done, ending, lapsed, mapped } from './changes.js';
import { adviceDeadline, announcementDeadline, keepDeadline, resumed } from './deadlines.js';
import { type Obligation } from './obligation.js';
import { type Happening, type Owed } from './owed.js';
import { type Circumstances } from './terms.js';

type Setting = Entry<PromiseMade | CustomerNotified | CommitmentRescheduled>;

/** What follows from an expectation: to keep it, and to give notice of it where the terms ask. */
export function ofExpectation(
  expectation: PromisedWindow,
  entry: Setting,
  terms: Terms,
  circumstances: Circumstances,
  clock: Clock = { clockPaused: false },
): Obligation[] {
  const { occurredAt: since } = entry;
  const keep = created('keep', entry, keepDeadline(expectation, since, terms, circumstances), clock, terms);
  const advice = adviceDeadline(expectation, since, terms, circumstances);
  return advice === undefined ? [keep] : [keep, created('advance-notice', entry, advice, clock, terms)];
}

/** A notification. One that did not reach the customer meets nothing. */
export function told(owed: Owed, happening: Happening<Entry<CustomerNotified>>): Owed {
  const { entry, before, after: standing } = happening;
  const { reached, purpose, conveyed } = entry.data;
  const at = entry.occurredAt;
  if (!reached) return owed;
  let next = owed;
  // Declined, it was told all the same. What is open after a settlement is the duty to tell of a withdrawal.
  const announces = before.settlement ? purpose === 'withdrawal' : conveyed && sameWindow(conveyed, before.plan);
  if (announces) next = done(next, at, isAnnouncement);
  const heard = purpose === 'withdrawal' ? purpose : conveyed;
  if (heard) next = { ...next, lastTold: heard };
  if (standing.expectation !== before.expectation) next = expecting(next, happening);
  return purpose === 'advance-notice' ? done(next, at, isLatestOf(next, 'advance-notice')) : next;
}

/** A reschedule. The customer's own is a new agreement; the provider's is to be announced. */
export function moved(owed: Owed, happening: Happening<Entry<CommitmentRescheduled>>): Owed {
  const { entry, before, after: standing, terms } = happening;
  const { initiator, to } = entry.data;
  const at = entry.occurredAt;
  if (initiator === 'customer') {
    const { lastTold: _, ...agreed } = ending(owed, 'void', at, isAnnouncement);
    return sameWindow(before.expectation, to) ? agreed : expecting(agreed, happening);
  }
  const deadline = announcementDeadline([before.expectation.due, to.due], at, terms, happening);
  const announcement = deadline === undefined ? [] : [created('announce-change', entry, deadline, standing, terms)];
  const next = { ...owed, obligations: [...owed.obligations, ...announcement] };
  const { lastTold } = owed;
  // The customer knew before: from us, or because it is what they were promised in the first place.
  if (typeof lastTold === 'object' && sameWindow(lastTold, to)) return ending(next, 'met', at, isAnnouncement);
  return sameWindow(standing.expectation, to) ? ending(next, 'void', at, isAnnouncement) : next;
}

/** The fulfilment, seen or known within an interval: a deadline inside that may have been met or not. */
export function fulfilled(owed: Owed, happening: Happening<Entry<PromiseFulfilled>>): Owed {
  const { entry, after: standing, terms } = happening;
  const { interval } = entry.data;
  const at = entry.occurredAt;
  const judged = done(lapsed(running(owed, happening), at), at, isLatestOf(owed, 'keep'));
  const settled = ending(unsure(judged, interval, at), 'void', at, isOverWhenSettled);
  if (terms.followUpWithin === undefined) return settled;
  const followUp = created('follow-up', entry, after(at, terms.followUpWithin, happening.working), standing, terms);
  return { ...settled, obligations: [...settled.obligations, followUp] };
}

/** A promise that seemed broken may have been kept where its deadline lies within the interval, whatever came between. */
function unsure(owed: Owed, interval: FulfilmentInterval | undefined, at: Instant): Owed {
  if (interval === undefined) return owed;
  const obligations = owed.obligations.map((one): Obligation => {
    if (one.kind !== 'keep' || one.end?.state !== 'breached' || interval.notBefore >= one.deadline) return one;
    const { lateAt: _, ...kept } = one;
    return { ...kept, end: { state: 'undetermined', at } };
  });
  return { ...owed, obligations };
}

/** A withdrawal: the provider's breaks the promise at once and is to be told, the customer's ends what was owed. */
export function withdrawn(owed: Owed, happening: Happening<Entry<CommitmentWithdrawn>>): Owed {
  const { entry, before, after: standing, terms } = happening;
  const at = entry.occurredAt;
  const byProvider = entry.data.by === 'provider';
  const judged = ending(
    lapsed(running(owed, happening), at),
    byProvider ? 'breached' : 'void',
    at,
    ({ kind }) => kind === 'keep',
  );
  const settled = ending(judged, 'void', at, isOverWhenSettled);
  const deadline = byProvider && announcementDeadline([before.expectation.due], at, terms, happening);
  if (!deadline) return settled;
  const announcement = created('announce-change', entry, deadline, standing, terms);
  if (owed.lastTold === 'withdrawal') announcement.end = { state: 'met', at };
  return { ...settled, obligations: [...settled.obligations, announcement] };
}

/** A call after the fulfilment: an answer meets the duty, and so do as many attempts as the terms ask. */
export function called(owed: Owed, { entry, before, terms }: Happening<Entry<FollowUpCallMade>>): Owed {
  if (before.settlement?.by !== 'fulfilment') return owed;
  const calls = owed.calls + 1;
  const met = entry.data.reached || (terms.followUpAttempts !== undefined && calls >= terms.followUpAttempts);
  const next = { ...owed, calls };
  return met ? done(next, entry.occurredAt, ({ kind }) => kind === 'follow-up') : next;
}

/** Another window is expected: what followed from the one before is over. */
function expecting(owed: Owed, happening: Happening<Entry<CustomerNotified | CommitmentRescheduled>>): Owed {
  const { entry, after: standing, terms } = happening;
  const superseded = ending(owed, 'superseded', entry.occurredAt, ({ kind }) => kind === 'keep');
  const over = ending(superseded, 'void', entry.occurredAt, ({ kind }) => kind === 'advance-notice');
  const added = ofExpectation(standing.expectation, entry, terms, happening, standing);
  return { ...over, obligations: [...over.obligations, ...added] };
}

/** With no clock standing any more: a settlement ends every pause. */
function running(owed: Owed, { entry, terms, ...circumstances }: Happening): Owed {
  return mapped(owed, (one) => resumed(one, entry.occurredAt, terms, circumstances));
}

/** Of what followed from an expectation, only the one that stands can still be done. */
const isLatestOf = ({ obligations }: Owed, kind: Obligation['kind']): ((one: Obligation) => boolean) => {
  const latest = obligations.findLast((one) => one.kind === kind);
  return (one) => one.kind === kind && one.entry === latest?.entry;
};

const isAnnouncement = ({ kind }: Obligation): boolean => kind === 'announce-change';

/** A complaint is answered, and a fulfilment followed up, also after all is done. */
const isOverWhenSettled = ({ kind }: Obligation): boolean => kind === 'advance-notice' || kind === 'announce-change';
