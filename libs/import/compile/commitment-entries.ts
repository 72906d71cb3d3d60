import {
  ANSWERS,
  type AnswerComplaint,
  CLARITIES,
  CONTACT_MODES,
  type Fulfil,
  type MakePromise,
  NEEDS,
  type Notify,
  PARTIES,
  PURPOSES,
  type RaiseComplaint,
  type RecordFollowUpCall,
  type Reschedule,
  SOURCES,
  type Terms,
  type Withdraw,
} from '#kept/domain';
import { type EntryRuleOf } from '../mapping/entries.js';
import { given, noted, type ReadEntry } from './entry.js';
import { type Reader, type Scope } from './scope.js';
import { promisedWindow, time } from './times.js';
import { freeText, identifier, optional, quantity, truth, word } from './values.js';

/** What every entry of a commitment has: which commitment, and when. */
function onCommitment<Command extends ReadEntry['type']>(
  spec: Pick<EntryRuleOf<'promise'>, 'commitment' | 'at'>,
  scope: Scope,
  type: Command,
) {
  const commitment = identifier(spec.commitment, scope);
  const at = time(spec.at, scope);
  return (row: Parameters<typeof at>[0]) => ({
    stream: { kind: 'commitment' as const, id: commitment(row) },
    type,
    occurredAt: at(row),
  });
}

export function promise(spec: EntryRuleOf<'promise'>, scope: Scope, terms: Terms): Reader<ReadEntry<MakePromise>> {
  const head = onCommitment(spec, scope, 'MakePromise');
  const customer = identifier(spec.customer, scope);
  const segment = optional(spec.segment, identifier, scope);
  const team = identifier(spec.team, scope);
  const owner = identifier(spec.owner, scope);
  const kind = identifier(spec.kind, scope);
  const promised = promisedWindow(spec.promised, scope);
  const plan = optional(spec.plan, promisedWindow, scope);
  const requested = optional(spec.requested, promisedWindow, scope);
  const clarity = word(CLARITIES)(spec.clarity, scope);
  const source = word(SOURCES)(spec.source, scope);
  const contactMode = word(CONTACT_MODES)(spec.contactMode, scope);
  const recoveryOf = optional(spec.recoveryOf, identifier, scope);
  const what = optional(spec.what, freeText, scope);
  return (row) => {
    const said = what(row);
    return {
      ...head(row),
      data: {
        customer: customer(row),
        ...given('segment', segment(row)),
        team: team(row),
        owner: owner(row),
        kind: kind(row),
        promised: promised(row),
        ...given('plan', plan(row)),
        ...given('requested', requested(row)),
        levels: {},
        clarity: clarity(row),
        source: source(row),
        contactMode: contactMode(row),
        terms,
        ...given('recoveryOf', recoveryOf(row)),
        ...(said !== undefined && { personal: { what: said } }),
      },
    };
  };
}

export function notification(spec: EntryRuleOf<'notification'>, scope: Scope): Reader<ReadEntry<Notify>> {
  const head = onCommitment(spec, scope, 'Notify');
  const purpose = word(PURPOSES)(spec.purpose, scope);
  const channel = identifier(spec.channel, scope);
  const reached = truth(spec.reached, scope);
  const conveyed = optional(spec.conveyed, promisedWindow, scope);
  const answer = word(ANSWERS)(spec.answer, scope);
  const note = optional(spec.note, freeText, scope);
  return (row) => ({
    ...head(row),
    data: {
      purpose: purpose(row),
      channel: channel(row),
      reached: reached(row),
      ...given('conveyed', conveyed(row)),
      answer: answer(row),
      ...noted(note(row)),
    },
  });
}

export function reschedule(spec: EntryRuleOf<'reschedule'>, scope: Scope): Reader<ReadEntry<Reschedule>> {
  const head = onCommitment(spec, scope, 'Reschedule');
  const to = promisedWindow(spec.to, scope);
  const initiator = word(PARTIES)(spec.initiator, scope);
  const reason = identifier(spec.reason, scope);
  const displacedBy = optional(spec.displacedBy, identifier, scope);
  const note = optional(spec.note, freeText, scope);
  return (row) => ({
    ...head(row),
    data: {
      to: to(row),
      initiator: initiator(row),
      reason: reason(row),
      ...given('displacedBy', displacedBy(row)),
      ...noted(note(row)),
    },
  });
}

/** With `after`, an interval: that its end is when it occurred is the domain's own rule. */
export function fulfilment(spec: EntryRuleOf<'fulfilment'>, scope: Scope): Reader<ReadEntry<Fulfil>> {
  const head = onCommitment(spec, scope, 'Fulfil');
  const after = spec.after === undefined ? () => undefined : time(spec.after, scope);
  const leftUndone = truth(spec.leftUndone ?? false, scope);
  const note = optional(spec.note, freeText, scope);
  return (row) => {
    const begun = head(row);
    const notBefore = after(row);
    return {
      ...begun,
      data: {
        ...(notBefore !== undefined && { interval: { notBefore, notAfter: begun.occurredAt } }),
        levels: {},
        leftUndone: leftUndone(row),
        evidence: [],
        ...noted(note(row)),
      },
    };
  };
}

export function withdrawal(spec: EntryRuleOf<'withdrawal'>, scope: Scope): Reader<ReadEntry<Withdraw>> {
  const head = onCommitment(spec, scope, 'Withdraw');
  const by = word(PARTIES)(spec.by, scope);
  const reason = identifier(spec.reason, scope);
  const note = optional(spec.note, freeText, scope);
  return (row) => ({ ...head(row), data: { by: by(row), reason: reason(row), ...noted(note(row)) } });
}

export function followUpCall(spec: EntryRuleOf<'follow-up-call'>, scope: Scope): Reader<ReadEntry<RecordFollowUpCall>> {
  const head = onCommitment(spec, scope, 'RecordFollowUpCall');
  const reached = truth(spec.reached, scope);
  const problemPersists = optional(spec.problemPersists, truth, scope);
  const satisfaction = optional(spec.satisfaction, quantity, scope);
  const note = optional(spec.note, freeText, scope);
  return (row) => ({
    ...head(row),
    data: {
      reached: reached(row),
      ...given('problemPersists', problemPersists(row)),
      ...given('satisfaction', satisfaction(row)),
      ...noted(note(row)),
    },
  });
}

export function complaint(spec: EntryRuleOf<'complaint'>, scope: Scope): Reader<ReadEntry<RaiseComplaint>> {
  const head = onCommitment(spec, scope, 'RaiseComplaint');
  const name = identifier(spec.complaint, scope);
  const need = word(NEEDS)(spec.need, scope);
  const note = optional(spec.note, freeText, scope);
  return (row) => ({ ...head(row), data: { complaint: name(row), need: need(row), ...noted(note(row)) } });
}

export function complaintAnswer(
  spec: EntryRuleOf<'complaint-answer'>,
  scope: Scope,
): Reader<ReadEntry<AnswerComplaint>> {
  const head = onCommitment(spec, scope, 'AnswerComplaint');
  const name = identifier(spec.complaint, scope);
  const note = optional(spec.note, freeText, scope);
  return (row) => ({ ...head(row), data: { complaint: name(row), ...noted(note(row)) } });
}
