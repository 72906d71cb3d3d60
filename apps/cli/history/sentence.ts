import { type StandingStep } from '#kept/answers';
import {
  type CommitmentEvent,
  type CustomerEvent,
  type Instant,
  type PromisedWindow,
  type TimeZone,
  UTC,
} from '#kept/domain';
import { clockTime, windowText } from '../output/times.js';

type Said = CommitmentEvent | CustomerEvent;

/** What a step says, in a few words for people; the words are the domain's. */
export function sentenceOf(step: StandingStep, zone?: TimeZone): string {
  const spokenIn = zone ?? step.expectationAfter?.timeZone ?? UTC;
  const words = wordsFor({ type: step.type, data: step.data } as Said, {
    window: (window) => windowText(window, zone),
    instant: (at) => clockTime(at, spokenIn),
  });
  const remarks = [
    ...(step.voided ? ['VOIDED, no effect'] : []),
    ...(step.silentSlip ? ['the customer is not told'] : []),
    ...step.warnings,
  ];
  return remarks.length === 0 ? words : `${words} [${remarks.join('; ')}]`;
}

interface Show {
  window: (window: PromisedWindow) => string;
  instant: (at: Instant) => string;
}

function wordsFor({ type, data }: Said, show: Show): string {
  switch (type) {
    case 'PromiseMade':
      return `promised ${data.kind}: ${show.window(data.promised)}${data.recoveryOf ? `, making good ${data.recoveryOf}` : ''}`;
    case 'CustomerNotified': {
      const what = `${data.purpose} by ${data.channel}${data.conveyed ? `: ${show.window(data.conveyed)}` : ''}`;
      if (!data.reached) return `tried to tell, not reached: ${what}`;
      return `told ${what}${data.answer === 'none' ? '' : `, ${data.answer}`}`;
    }
    case 'CommitmentRescheduled': {
      const who = data.initiator === 'provider' ? 'plan moved' : 'moved at the customer’s wish';
      return `${who} to ${show.window(data.to)} (${data.reason}${data.displacedBy ? `, displaced by ${data.displacedBy}` : ''})`;
    }
    case 'PromiseFulfilled': {
      const { interval } = data;
      const when = interval
        ? ` between ${show.instant(interval.notBefore)} and ${show.instant(interval.notAfter)}`
        : '';
      return `fulfilled${when}${data.leftUndone ? ', something left undone' : ''}`;
    }
    case 'CommitmentWithdrawn':
      return `withdrawn by the ${data.by} (${data.reason})`;
    case 'FollowUpCallMade':
      return data.reached ? `called back${answers(data)}` : 'called back, not reached';
    case 'ComplaintRaised':
      return `complaint ${data.complaint}: ${data.need}`;
    case 'ComplaintAnswered':
      return `complaint ${data.complaint} answered`;
    case 'ClockPaused':
      return `clock paused (${data.reason})`;
    case 'ClockResumed':
      return `clock resumed (${data.reason})`;
    case 'BreachForeseen':
      return `breach foreseen: ${data.obligation.kind}`;
    case 'BreachDeclared':
      return `breach: ${data.obligation.kind}`;
    case 'BreachRetracted':
      return `breach retracted: ${data.obligation.kind}`;
    case 'EntryVoided':
      return `entry ${data.entry.slice(0, 8)} voided (${data.reason})`;
    case 'PolicyReapplied':
      return `policy ${data.terms.policy} reapplied`;
    case 'CustomerRegistered':
      return `registered${data.segment ? ` (${data.segment})` : ''}`;
    case 'ExpectationStated':
      return `expects in general: ${data.dimension}, ${data.clarity}, from ${data.source}`;
    case 'ExpectationCorrected':
      return `general expectation corrected (${data.reason})`;
    case 'SatisfactionReported':
      return `satisfaction reported: ${data.measure} ${data.score}${data.commitment ? ` for ${data.commitment}` : ''}`;
    case 'CustomerForgotten':
      return `forgotten (${data.reason})`;
  }
}

function answers({ problemPersists, satisfaction }: { problemPersists?: boolean; satisfaction?: number }): string {
  const solved =
    problemPersists === undefined ? '' : problemPersists ? ', the problem persists' : ', the problem is gone';
  return `${solved}${satisfaction === undefined ? '' : `, satisfaction ${satisfaction} of 5`}`;
}
