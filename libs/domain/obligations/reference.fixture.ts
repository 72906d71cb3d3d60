import { type CommitmentEntry, isDerived, type ObligationReference, type SPAN_RULES } from '../commitment/index.js';
import { after, before, type Instant, instant, movedBy, sameWindow, type Span, startOf } from '../time/index.js';
import { ReferenceHistory } from './reference-history.fixture.js';
import { type ObligationState } from './obligation.js';
import { type Circumstances } from './terms.js';

/**
 * What is owed, said a second time and by somebody else: as near to the words of the specification as code can be, and
 * as slow as that makes it. Nothing is carried from one entry to the next; every question goes through the whole list.
 */

/** An obligation and what it has come to. */
export interface Owing extends ObligationReference {
  since: Instant;
  deadline: Instant;
  state: ObligationState;
  breachedAt?: Instant;
  /** Open, and its clock stands still. */
  stopped: boolean;
}

/** How an entry ends an obligation that is open when it comes. */
type Ending = 'met' | 'superseded' | 'void' | 'breached';

interface Duty extends ObligationReference {
  /** Place of the entry that created it. */
  from: number;
  due: Instant;
  /** The length that sets its deadline: pauses are counted as it is. */
  counted: Span | undefined;
  endsBy: (place: number) => Ending | undefined;
}

/** @param entries in stream order, those that void others among them */
export function owingOf(entries: readonly CommitmentEntry[], at: Instant, circumstances: Circumstances = {}): Owing[] {
  const [promise] = entries;
  if (promise?.type !== 'PromiseMade') throw new Error('a history begins with a promise');
  if (promise.occurredAt > at) return [];
  const mistakes = new Set(entries.flatMap((entry) => (entry.type === 'EntryVoided' ? [entry.data.entry] : [])));
  const happened = entries
    .filter((entry) => entry === promise || !mistakes.has(entry.id))
    .filter((entry) => entry.occurredAt <= at && !isDerived(entry.type))
    .sort((a, b) => a.occurredAt - b.occurredAt || a.revision - b.revision);
  const isMistake = mistakes.has(promise.id);
  // Of a promise that was a mistake nothing is owed: with it went whatever policy was applied to it again.
  const standing = happened.filter(({ type }) => !isMistake || type !== 'PolicyReapplied');
  const owings = owingAfter(new ReferenceHistory(promise, standing), at, circumstances);
  if (!isMistake) return owings;
  return owings.map(({ breachedAt: _, ...owing }) => ({ ...owing, state: 'void', stopped: false }));
}

function owingAfter(history: ReferenceHistory, at: Instant, { working, forgottenAt }: Circumstances): Owing[] {
  const { entries, terms } = history;
  const places = entries.map((_, place) => place);

  const duties: Duty[] = places.flatMap((place) => [
    ...keep(place),
    ...advanceNotice(place),
    ...announceChange(place),
    ...followUp(place),
    ...answerComplaint(place),
  ]);
  return duties.map(judged);

  /** Once per expectation. */
  function keep(from: number): Duty[] {
    if (!history.setsExpectation(from)) return [];
    const { due } = history.expectationAfter(from);
    return [
      duty('keep', from, 'grace', terms.grace === undefined ? due : after(due, terms.grace, working), (place) => {
        const entry = entries[place]!;
        if (place === from) return undefined;
        if (place === history.settledBy) {
          if (entry.type === 'PromiseFulfilled') return 'met';
          return entry.type === 'CommitmentWithdrawn' && entry.data.by === 'provider' ? 'breached' : 'void';
        }
        return history.setsExpectation(place) ? 'superseded' : undefined;
      }),
    ];
  }

  /** Once per expectation, where the policy asks and it was set at least the lead before its start. */
  function advanceNotice(from: number): Duty[] {
    const lead = terms.advanceNoticeLead;
    if (!history.setsExpectation(from) || lead === undefined) return [];
    const due = before(startOf(history.expectationAfter(from)), lead, working);
    if (due < entries[from]!.occurredAt) return [];
    return [
      duty('advance-notice', from, 'advanceNoticeLead', due, (place) => {
        const entry = entries[place]!;
        if (place === history.settledBy) return 'void';
        if (place > from && history.setsExpectation(place)) return 'void';
        const isNotice = entry.type === 'CustomerNotified' && entry.data.purpose === 'advance-notice';
        return isNotice && entry.data.reached ? 'met' : undefined;
      }),
    ];
  }

  /** Once per provider's reschedule or withdrawal. */
  function announceChange(from: number): Duty[] {
    const entry = entries[from]!;
    if (history.isSettledBefore(from)) return [];
    if (entry.type === 'CommitmentWithdrawn' && entry.data.by === 'provider') {
      return toAnnounce(from, [history.expectationAfter(from).due], (place) => {
        const tells = place === from ? history.wasToldOfWithdrawalBefore(from) : history.tellsOfWithdrawal(place);
        return tells ? 'met' : undefined;
      });
    }
    if (entry.type !== 'CommitmentRescheduled' || entry.data.initiator !== 'provider') return [];
    return toAnnounce(from, [history.expectationAfter(from).due, entry.data.to.due], (place) => {
      const { type } = entries[place]!;
      if (place === history.settledBy) return 'void';
      if (history.tells(place) && sameWindow(history.tells(place)!, history.planAfter(place))) return 'met';
      if (type !== 'CommitmentRescheduled') return undefined;
      if (history.wasToldBefore(place)) return 'met';
      return sameWindow(history.planAfter(place), history.expectationAfter(place)) ? 'void' : undefined;
    });
  }

  /** By the earlier of the time to tell and the notice to give before the earlier due, each only while still ahead. */
  function toAnnounce(from: number, dues: Instant[], endsBy: Duty['endsBy']): Duty[] {
    const { tellWithin, minimumNotice } = terms;
    const changedAt = entries[from]!.occurredAt;
    const isAhead = (moment: Instant): boolean => moment >= changedAt;
    const candidates: Instant[] = [];
    if (tellWithin !== undefined) candidates.push(after(changedAt, tellWithin, working));
    const ahead = dues.filter(isAhead);
    if (minimumNotice !== undefined && ahead.length > 0) {
      const due = instant(Math.min(...ahead));
      const notice = before(due, minimumNotice, working);
      candidates.push(isAhead(notice) ? notice : due);
    }
    if (candidates.length === 0) return [];
    return [duty('announce-change', from, 'tellWithin', instant(Math.min(...candidates)), endsBy)];
  }

  /** Of a fulfilment, if the policy asks. */
  function followUp(from: number): Duty[] {
    const { followUpWithin, followUpAttempts = Infinity } = terms;
    const { type, occurredAt } = entries[from]!;
    if (from !== history.settledBy || type !== 'PromiseFulfilled' || followUpWithin === undefined) return [];
    return [
      duty('follow-up', from, 'followUpWithin', after(occurredAt, followUpWithin, working), (place) => {
        const calls = entries.slice(from, place + 1).filter((entry) => entry.type === 'FollowUpCallMade');
        const isMet = calls.some((call) => call.data.reached) || calls.length >= followUpAttempts;
        return isMet ? 'met' : undefined;
      }),
    ];
  }

  /** Each complaint. */
  function answerComplaint(from: number): Duty[] {
    const raised = entries[from]!;
    const { answerWithin } = terms;
    if (raised.type !== 'ComplaintRaised' || answerWithin === undefined) return [];
    return [
      duty('answer-complaint', from, 'answerWithin', after(raised.occurredAt, answerWithin, working), (place) => {
        const entry = entries[place]!;
        const isItsAnswer = entry.type === 'ComplaintAnswered' && entry.data.complaint === raised.data.complaint;
        return place > from && isItsAnswer ? 'met' : undefined;
      }),
    ];
  }

  /** No deadline lies before the entry that created it. */
  function duty(
    kind: Duty['kind'],
    from: number,
    rule: (typeof SPAN_RULES)[number],
    due: Instant,
    endsBy: Duty['endsBy'],
  ): Duty {
    const { id, occurredAt } = entries[from]!;
    return {
      ...{ kind, entry: id, from, endsBy, counted: terms[rule] },
      due: instant(Math.max(due, occurredAt)),
    };
  }

  /** The first entry that finds it open and ends it decides; if there is none, time does. */
  function judged(one: Duty): Owing {
    const { kind, entry, from } = one;
    const since = entries[from]!.occurredAt;
    const end = places.slice(from).find((place) => one.endsBy(place) !== undefined && isOpenFor(one, place));
    const known = end ?? places.length - 1;
    const deadline = deadlineAfter(one, known);
    const stopped = end === undefined && isStoppedAfter(one, known);
    const owing = { kind, entry, since, deadline, stopped };
    if (isTold(kind) && forgottenAt !== undefined && forgottenAt <= at) {
      const overAt = end === undefined ? deadline : entries[end]!.occurredAt;
      if (stopped || overAt >= forgottenAt) return { ...owing, stopped: false, state: 'void' };
    }
    if (end !== undefined) {
      const state = one.endsBy(end)!;
      return state === 'breached' ? { ...owing, state, breachedAt: entries[end]!.occurredAt } : { ...owing, state };
    }
    if (kind === 'keep' && mayHaveBeenDoneBy(deadline)) return { ...owing, state: 'undetermined' };
    return !stopped && deadline < at
      ? { ...owing, state: 'breached', breachedAt: deadline }
      : { ...owing, state: 'open' };
  }

  /** Whether its deadline had not passed when an entry came. */
  function isOpenFor(one: Duty, place: number): boolean {
    if (place === one.from) return true;
    return isStoppedAfter(one, place) || entries[place]!.occurredAt <= deadlineAfter(one, place);
  }

  /** As moved by the pauses that were over after an entry, each that began before it. */
  function deadlineAfter({ from, due, counted }: Duty, place: number): Instant {
    const since = entries[from]!.occurredAt;
    let deadline = due;
    for (const pause of history.pauses) {
      if (pause.end === undefined || pause.end <= from || pause.end > place || pause.from > deadline) continue;
      const begin = instant(Math.max(pause.from, since));
      deadline = movedBy(
        deadline,
        { from: begin, to: entries[pause.end]!.occurredAt },
        typeof counted === 'object' ? working : undefined,
      );
    }
    return deadline;
  }

  function isStoppedAfter(one: Duty, place: number): boolean {
    const deadline = deadlineAfter(one, place);
    return history.pauses.some(
      ({ from, begin, end }) => begin <= place && (end === undefined || end > place) && from <= deadline,
    );
  }

  /** Done within an interval in which the deadline lies. */
  function mayHaveBeenDoneBy(deadline: Instant): boolean {
    const settlement = entries[history.settledBy];
    if (settlement?.type !== 'PromiseFulfilled' || settlement.data.interval === undefined) return false;
    const { notBefore, notAfter } = settlement.data.interval;
    return notBefore < deadline && deadline < notAfter;
  }
}

/** Duties to tell, to give notice and to call: nobody has them to a customer who was forgotten. */
function isTold(kind: Duty['kind']): boolean {
  return kind === 'advance-notice' || kind === 'announce-change' || kind === 'follow-up';
}
