import { ANSWERS, CLARITIES, CONTACT_MODES, MEASURES, NEEDS, PARTIES, PURPOSES, SOURCES } from '#kept/domain';
import { z } from 'zod';
import { Condition, described, Quantity, Text, Time, Truth, Window, word, Zone } from './parts.js';

/** What a row may mean, one schema per kind of entry. `when` narrows it further than the rule does. */

const onCommitment = { when: Condition.optional(), commitment: Text, at: Time };

const Promised = described({
  entry: z.literal('promise'),
  ...onCommitment,
  customer: Text,
  segment: Text.optional(),
  team: Text,
  owner: Text,
  kind: Text,
  promised: Window,
  plan: Window.optional(),
  requested: Window.optional(),
  clarity: word(CLARITIES),
  source: word(SOURCES),
  contactMode: word(CONTACT_MODES),
  recoveryOf: Text.optional(),
  what: Text.optional(),
});

const Notification = described({
  entry: z.literal('notification'),
  ...onCommitment,
  purpose: word(PURPOSES),
  channel: Text,
  reached: Truth,
  conveyed: Window.optional(),
  answer: word(ANSWERS),
  note: Text.optional(),
});

const Reschedule = described({
  entry: z.literal('reschedule'),
  ...onCommitment,
  to: Window,
  initiator: word(PARTIES),
  reason: Text,
  displacedBy: Text.optional(),
  note: Text.optional(),
});

/** Seen to happen `at`, or within an interval: after `after`, up to and including `at`. */
const Fulfilment = described({
  entry: z.literal('fulfilment'),
  ...onCommitment,
  after: Time.optional(),
  leftUndone: Truth.optional(),
  note: Text.optional(),
});

const Withdrawal = described({
  entry: z.literal('withdrawal'),
  ...onCommitment,
  by: word(PARTIES),
  reason: Text,
  note: Text.optional(),
});

const FollowUpCall = described({
  entry: z.literal('follow-up-call'),
  ...onCommitment,
  reached: Truth,
  problemPersists: Truth.optional(),
  satisfaction: Quantity.optional(),
  note: Text.optional(),
});

const Complaint = described({
  entry: z.literal('complaint'),
  ...onCommitment,
  complaint: Text,
  need: word(NEEDS),
  note: Text.optional(),
});

const ComplaintAnswer = described({
  entry: z.literal('complaint-answer'),
  ...onCommitment,
  complaint: Text,
  note: Text.optional(),
});

const SatisfactionReport = described({
  entry: z.literal('satisfaction-report'),
  when: Condition.optional(),
  customer: Text,
  at: Time,
  measure: word(MEASURES),
  score: Quantity,
  commitment: Text.optional(),
  note: Text.optional(),
});

const Customer = described({
  entry: z.literal('customer'),
  when: Condition.optional(),
  customer: Text,
  at: Time,
  segment: Text.optional(),
  timeZone: Text.optional(),
  name: Text.optional(),
  contact: Text.optional(),
});

const Team = described({
  entry: z.literal('team'),
  when: Condition.optional(),
  team: Text,
  at: Time,
  name: Text.optional(),
  timeZone: Zone.optional(),
});

export const EntryRule = z.discriminatedUnion('entry', [
  Promised,
  Notification,
  Reschedule,
  Fulfilment,
  Withdrawal,
  FollowUpCall,
  Complaint,
  ComplaintAnswer,
  SatisfactionReport,
  Customer,
  Team,
]);
export type EntryRule = z.infer<typeof EntryRule>;
export type EntryRuleOf<Kind extends EntryRule['entry']> = Extract<EntryRule, { entry: Kind }>;
