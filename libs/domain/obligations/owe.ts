import { type PromiseMade, type Terms } from '../commitment/index.js';
import { type Entry } from '../entry.js';
import { after } from '../time/index.js';
import { created, done, lapsed, mapped } from './changes.js';
import { resumed } from './deadlines.js';
import { called, fulfilled, moved, ofExpectation, told, withdrawn } from './happenings.js';
import { type Happening, type Owed } from './owed.js';
import { type Circumstances } from './terms.js';

/** What a promise owes the moment it is made. */
export function owedWhenMade(promise: Entry<PromiseMade>, terms: Terms, circumstances: Circumstances): Owed {
  return { obligations: ofExpectation(promise.data.promised, promise, terms, circumstances), calls: 0 };
}

/**
 * What is owed after one more entry, which occurred no earlier than those before it: one step per entry, as `step` is
 * for the standing. Terms reapplied change what was owed before them, and need the whole history again.
 */
export function owe(owed: Owed, happening: Happening): Owed {
  const { entry, before, after: standing, terms } = happening;
  const at = entry.occurredAt;
  switch (entry.type) {
    case 'CustomerNotified':
      return told(lapsed(owed, at), { ...happening, entry });
    // A settlement stands above what occurred after it and lost its ground by a correction.
    case 'CommitmentRescheduled':
      return before.settlement ? owed : moved(lapsed(owed, at), { ...happening, entry });
    case 'PromiseFulfilled':
      return before.settlement ? owed : fulfilled(owed, { ...happening, entry });
    case 'CommitmentWithdrawn':
      return before.settlement ? owed : withdrawn(owed, { ...happening, entry });
    case 'FollowUpCallMade':
      return called(lapsed(owed, at), { ...happening, entry });
    case 'ComplaintRaised': {
      if (terms.answerWithin === undefined) return owed;
      const deadline = after(at, terms.answerWithin, happening.working);
      const answer = {
        ...created('answer-complaint', entry, deadline, standing, terms),
        complaint: entry.data.complaint,
      };
      return { ...owed, obligations: [...owed.obligations, answer] };
    }
    case 'ComplaintAnswered':
      return done(lapsed(owed, at), at, ({ complaint }) => complaint === entry.data.complaint);
    case 'ClockPaused':
      if (before.settlement || before.clockPaused || terms.pausesStopClock === false) return owed;
      return mapped(lapsed(owed, at), (one) => ({ ...one, stoppedAt: at }));
    case 'ClockResumed':
      return mapped(owed, (one) => resumed(one, at, terms, happening));
    case 'PromiseMade':
    case 'PolicyReapplied':
    case 'EntryVoided':
    case 'BreachForeseen':
    case 'BreachDeclared':
    case 'BreachRetracted':
      return owed;
  }
}
