import { freeText, identifier, integerBetween, numberBetween, oneOf, optional } from '../check.js';
import { type Moment } from '../entry.js';
import { checkMoment } from '../moment.js';
import { refuse } from '../refusal.js';
import { instant, type Instant, promisedWindow, sameWindow } from '../time/index.js';
import {
  type AnswerComplaint,
  type CommitmentCommand,
  type Fulfil,
  type MakePromise,
  type Notify,
  type RaiseComplaint,
  type ReapplyPolicy,
  type RecordFollowUpCall,
  type Reschedule,
  type VoidEntry,
  type Withdraw,
} from './commands.js';
import { type Commitment, commitmentAt, findEntry, type StandingCommitment } from './commitment.js';
import {
  type ActualLevels,
  type CommitmentEvent,
  DERIVED_EVENTS,
  type Levels,
  type PersonalNote,
  type PromiseFulfilled,
} from './events.js';
import { type Standing } from './standing.js';
import { checkedTerms, sameTerms } from './terms.js';
import { ANSWERS, CLARITIES, CONTACT_MODES, NEEDS, PARTIES, PURPOSES, SOURCES, type Warning } from './vocabulary.js';
import { warningsAbout } from './warnings.js';

/**
 * What a command adds to a commitment: its events, or none where it would change nothing.
 * @throws Refusal where it must not be recorded
 */
export function decide(command: CommitmentCommand, commitment: Commitment): CommitmentEvent[] {
  checkMoment(command.metadata);
  switch (command.type) {
    case 'MakePromise':
      return makePromise(command, commitment);
    case 'Notify':
      return notify(command, mustStand(commitment, command.metadata));
    case 'Reschedule':
      return reschedule(command, mustStand(commitment, command.metadata));
    case 'Fulfil':
      return fulfil(command, mustStand(commitment, command.metadata));
    case 'Withdraw':
      return withdraw(command, mustStand(commitment, command.metadata));
    case 'RecordFollowUpCall':
      mustStand(commitment, command.metadata);
      return recordFollowUpCall(command);
    case 'RaiseComplaint':
      return raiseComplaint(command, mustStand(commitment, command.metadata));
    case 'AnswerComplaint':
      return answerComplaint(command, mustStand(commitment, command.metadata));
    case 'PauseClock':
    case 'ResumeClock':
      return moveClock(command, mustStand(commitment, command.metadata));
    case 'VoidEntry':
      return voidEntry(command, mustStand(commitment, command.metadata));
    case 'ReapplyPolicy':
      return reapplyPolicy(command, mustStand(commitment, command.metadata));
  }
}

function reapplyPolicy({ data, metadata }: ReapplyPolicy, commitment: StandingCommitment): CommitmentEvent[] {
  const terms = checkedTerms(data.terms);
  if (sameTerms(terms, standingAt(commitment, metadata.occurredAt).terms)) return [];
  return [{ type: 'PolicyReapplied', data: { terms } }];
}

function makePromise({ data, metadata }: MakePromise, commitment: Commitment): CommitmentEvent[] {
  if (commitment.status === 'voided') refuse('commitment-voided');
  if (commitment.status !== 'unmade') refuse('commitment-exists');
  const promised = promisedWindow(data.promised, 'promised');
  const requested = data.requested && promisedWindow(data.requested, 'requested');
  return [
    {
      type: 'PromiseMade',
      data: {
        customer: identifier(data.customer, 'customer'),
        ...optional('segment', data.segment, identifier),
        team: identifier(data.team, 'team'),
        owner: identifier(data.owner, 'owner'),
        kind: identifier(data.kind, 'kind'),
        promised,
        plan: data.plan ? promisedWindow(data.plan, 'plan') : promised,
        ...(requested && { requested }),
        levels: checkedLevels(data.levels),
        clarity: oneOf(data.clarity, CLARITIES, 'clarity'),
        source: oneOf(data.source, SOURCES, 'source'),
        contactMode: oneOf(data.contactMode, CONTACT_MODES, 'contactMode'),
        terms: checkedTerms(data.terms),
        ...optional('recoveryOf', data.recoveryOf, identifier),
        warnings: warningsAbout(promised, metadata.occurredAt, data.circumstances ?? {}),
        ...(data.personal && { personal: { what: freeText(data.personal.what, 'personal.what') } }),
      },
    },
  ];
}

function notify({ data, metadata }: Notify, commitment: StandingCommitment): CommitmentEvent[] {
  const { occurredAt } = metadata;
  const conveyed = data.conveyed && promisedWindow(data.conveyed, 'conveyed');
  const answer = oneOf(data.answer, ANSWERS, 'answer');
  if (!data.reached && answer !== 'none') refuse('unreached-notification-has-no-answer');
  const warnings: Warning[] = [];
  if (conveyed && conveyed.due < occurredAt) warnings.push('told-window-already-past');
  const then = standingAt(commitment, occurredAt);
  const moves = conveyed && data.reached && answer !== 'declined' && !then.settlement;
  if (moves && !sameWindow(conveyed, then.plan) && !sameWindow(conveyed, then.expectation))
    warnings.push('told-without-reschedule');
  return [
    {
      type: 'CustomerNotified',
      data: {
        purpose: oneOf(data.purpose, PURPOSES, 'purpose'),
        channel: identifier(data.channel, 'channel'),
        reached: data.reached,
        ...(conveyed && { conveyed }),
        answer,
        warnings,
        ...noted(data.personal),
      },
    },
  ];
}

function reschedule({ data, metadata }: Reschedule, commitment: StandingCommitment): CommitmentEvent[] {
  mustPrecedeSettlement(commitment, metadata.occurredAt);
  const to = promisedWindow(data.to, 'to');
  const initiator = oneOf(data.initiator, PARTIES, 'initiator');
  const then = standingAt(commitment, metadata.occurredAt);
  const stands = initiator === 'customer' ? then.expectation : then.plan;
  if (sameWindow(stands, to) && sameWindow(then.plan, to)) return [];
  return [
    {
      type: 'CommitmentRescheduled',
      data: {
        from: then.plan,
        to,
        reason: identifier(data.reason, 'reason'),
        initiator,
        ...optional('displacedBy', data.displacedBy, identifier),
        warnings: to.due < metadata.occurredAt ? ['due-already-past'] : [],
        ...noted(data.personal),
      },
    },
  ];
}

function fulfil({ data, metadata }: Fulfil, commitment: StandingCommitment): CommitmentEvent[] {
  mustBeOpen(commitment);
  if (data.interval) {
    const notBefore = instant(data.interval.notBefore, 'interval.notBefore');
    const notAfter = instant(data.interval.notAfter, 'interval.notAfter');
    if (notBefore >= notAfter) refuse('fulfilment-interval-empty');
    if (notAfter !== metadata.occurredAt) refuse('fulfilment-interval-ends-elsewhere');
  }
  const done: PromiseFulfilled['data'] = {
    levels: checkedActuals(data.levels),
    leftUndone: data.leftUndone,
    evidence: data.evidence.map((reference, index) => identifier(reference, `evidence.${index}`)),
    ...noted(data.personal),
  };
  if (data.interval) done.interval = { notBefore: data.interval.notBefore, notAfter: data.interval.notAfter };
  return [{ type: 'PromiseFulfilled', data: done }];
}

function withdraw({ data }: Withdraw, commitment: StandingCommitment): CommitmentEvent[] {
  mustBeOpen(commitment);
  const by = oneOf(data.by, PARTIES, 'by');
  return [
    { type: 'CommitmentWithdrawn', data: { by, reason: identifier(data.reason, 'reason'), ...noted(data.personal) } },
  ];
}

function recordFollowUpCall({ data }: RecordFollowUpCall): CommitmentEvent[] {
  const answered = data.problemPersists !== undefined || data.satisfaction !== undefined;
  if (!data.reached && answered) refuse('unreached-call-has-no-answer');
  return [
    {
      type: 'FollowUpCallMade',
      data: {
        reached: data.reached,
        ...(data.problemPersists !== undefined && { problemPersists: data.problemPersists }),
        ...optional('satisfaction', data.satisfaction, (value, field) => integerBetween(value, 1, 5, field)),
        ...noted(data.personal),
      },
    },
  ];
}

function raiseComplaint({ data }: RaiseComplaint, { standing }: StandingCommitment): CommitmentEvent[] {
  const complaint = identifier(data.complaint, 'complaint');
  if (standing.complaints.some((one) => one.complaint === complaint)) refuse('complaint-exists', { complaint });
  return [
    { type: 'ComplaintRaised', data: { complaint, need: oneOf(data.need, NEEDS, 'need'), ...noted(data.personal) } },
  ];
}

function answerComplaint({ data, metadata }: AnswerComplaint, commitment: StandingCommitment): CommitmentEvent[] {
  const complaint = identifier(data.complaint, 'complaint');
  const raised = commitment.standing.complaints.find((one) => one.complaint === complaint);
  if (!raised || raised.raisedAt > metadata.occurredAt) return refuse('complaint-unknown', { complaint });
  if (raised.answeredAt !== undefined) refuse('complaint-already-answered', { complaint });
  return [{ type: 'ComplaintAnswered', data: { complaint, ...noted(data.personal) } }];
}

function moveClock(
  { type, data, metadata }: Extract<CommitmentCommand, { type: 'PauseClock' | 'ResumeClock' }>,
  commitment: StandingCommitment,
): CommitmentEvent[] {
  mustPrecedeSettlement(commitment, metadata.occurredAt);
  const { clockPaused } = standingAt(commitment, metadata.occurredAt);
  if (type === 'PauseClock' && clockPaused) refuse('clock-already-paused');
  if (type === 'ResumeClock' && !clockPaused) refuse('clock-not-paused');
  const reason = identifier(data.reason, 'reason');
  return [{ type: type === 'PauseClock' ? 'ClockPaused' : 'ClockResumed', data: { reason } }];
}

/** What the ledger itself derives is not a person's to void, and a void is undone by recording again. */
const NOT_VOIDABLE: readonly CommitmentEvent['type'][] = ['EntryVoided', ...DERIVED_EVENTS];

function voidEntry({ data, metadata }: VoidEntry, commitment: StandingCommitment): CommitmentEvent[] {
  const target = findEntry(commitment, identifier(data.entry, 'entry'));
  if (!target) return refuse('entry-unknown', { entry: data.entry });
  if (NOT_VOIDABLE.includes(target.type)) refuse('entry-cannot-be-voided', { entry: target.id, type: target.type });
  const reason = identifier(data.reason, 'reason');
  if (commitment.voided.has(target.id)) return [];
  if (target.recordedAt > metadata.recordedAt) refuse('entry-unknown', { entry: target.id });
  return [{ type: 'EntryVoided', data: { entry: target.id, reason, ...noted(data.personal) } }];
}

function mustStand(commitment: Commitment, { occurredAt }: Moment): StandingCommitment {
  if (commitment.status === 'unmade') return refuse('commitment-unknown');
  if (commitment.status === 'voided') return refuse('commitment-voided');
  if (occurredAt < commitment.promise.occurredAt) refuse('occurs-before-the-promise');
  return commitment;
}

/** Settled once: a second settlement is refused, whenever it occurred, until the first is voided. */
function mustBeOpen({ standing: { settlement } }: StandingCommitment): void {
  if (settlement) refuse('commitment-settled', { by: settlement.by, entry: settlement.entry });
}

/** A settled commitment still learns what had happened before its settlement. */
function mustPrecedeSettlement({ standing: { settlement } }: StandingCommitment, occurredAt: Instant): void {
  if (settlement && occurredAt >= settlement.at) refuse('occurs-after-the-settlement', { entry: settlement.entry });
}

/** What stood when the entry occurred: a late entry is judged by its own time, not by the latest. */
function standingAt(commitment: StandingCommitment, at: Instant): Standing {
  const then = commitmentAt(commitment, at);
  return 'standing' in then ? then.standing : commitment.standing;
}

function noted(personal: PersonalNote | undefined): { personal?: PersonalNote } {
  return personal ? { personal: { note: freeText(personal.note, 'personal.note') } } : {};
}

const LARGEST = Number.MAX_SAFE_INTEGER;

function checkedLevels(levels: Levels): Levels {
  const checked: Levels = {};
  for (const dimension of ['quality', 'price', 'communication'] as const) {
    const level = levels[dimension];
    if (level)
      checked[dimension] = {
        ...optional('desired', level.desired, (value) => numberBetween(value, 0, LARGEST, `${dimension}.desired`)),
        ...optional('adequate', level.adequate, (value) => numberBetween(value, 0, LARGEST, `${dimension}.adequate`)),
      };
  }
  return checked;
}

function checkedActuals(levels: ActualLevels): ActualLevels {
  const checked: ActualLevels = {};
  for (const dimension of ['quality', 'price', 'communication'] as const) {
    const level = levels[dimension];
    if (level !== undefined) checked[dimension] = numberBetween(level, 0, LARGEST, `levels.${dimension}`);
  }
  return checked;
}
