import { type CommitmentEvent, type CustomerEvent, type PromisedWindow, type TimeZone } from '#kept/domain';
import { type CustomerStep } from '#kept/read-model';
import { windowText } from '../output/times.js';

type Said = CommitmentEvent | CustomerEvent;

/** What a step says, in a few words for people; the words are the domain's. */
export function sentenceOf(step: CustomerStep, zone?: TimeZone): string {
  const words = wordsFor({ type: step.type, data: step.data } as Said, (window) => windowText(window, zone));
  const remarks = [
    ...(step.voided ? ['VOIDED, no effect'] : []),
    ...(step.silentSlip ? ['nobody has told the customer'] : []),
    ...step.warnings,
  ];
  return remarks.length === 0 ? words : `${words} [${remarks.join('; ')}]`;
}

function wordsFor({ type, data }: Said, show: (window: PromisedWindow) => string): string {
  switch (type) {
    case 'PromiseMade':
      return `promised ${data.kind}: ${show(data.promised)}${data.recoveryOf ? `, making good ${data.recoveryOf}` : ''}`;
    case 'CustomerNotified': {
      const what = `${data.purpose} by ${data.channel}${data.conveyed ? `: ${show(data.conveyed)}` : ''}`;
      if (!data.reached) return `tried to tell, not reached: ${what}`;
      return `told ${what}${data.answer === 'none' ? '' : `, ${data.answer}`}`;
    }
    case 'CommitmentRescheduled': {
      const who = data.initiator === 'provider' ? 'plan moved' : 'moved at the customer’s wish';
      return `${who} to ${show(data.to)} (${data.reason}${data.displacedBy ? `, displaced by ${data.displacedBy}` : ''})`;
    }
    case 'PromiseFulfilled': {
      const when = data.interval ? ', some time since the entry’s interval began' : '';
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
