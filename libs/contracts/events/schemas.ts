import {
  type AccessEvent,
  type CommitmentEvent,
  type CustomerEvent,
  DISABLED_BECAUSE,
  MEASURES,
  SIGNATURES,
  type SubscriptionEvent,
  type SubscriptionNamed,
  type TeamEvent,
} from '#kept/domain';
import { z } from 'zod';
import * as v from './values.js';

type Event = CommitmentEvent | CustomerEvent | TeamEvent | SubscriptionEvent | SubscriptionNamed | AccessEvent;

/** One schema per event type, in its current version: reads what is written, and writes what is read. */
type Schemas = { [T in Event['type']]: z.ZodType<Extract<Event, { type: T }>['data']> };

/** What findings that were recorded before they said it leave out. */
const concerned = { customer: v.maybe(v.Name), team: v.maybe(v.Name), segment: v.maybe(v.Name) };

export const COMMITMENT_SCHEMAS = {
  PromiseMade: z.strictObject({
    customer: v.Name,
    segment: v.maybe(v.Name),
    team: v.Name,
    owner: v.Name,
    kind: v.Name,
    promised: v.Window,
    plan: v.Window,
    requested: v.maybe(v.Window),
    levels: v.Levels,
    clarity: v.Clarity,
    source: v.Source,
    contactMode: v.ContactMode,
    terms: v.Terms,
    recoveryOf: v.maybe(v.Name),
    warnings: v.Warnings,
    personal: v.maybe(z.strictObject({ what: v.Text })),
  }),
  CustomerNotified: z.strictObject({
    purpose: v.Purpose,
    channel: v.Name,
    reached: z.boolean(),
    conveyed: v.maybe(v.Window),
    answer: v.Answer,
    warnings: v.Warnings,
    personal: v.Note,
  }),
  CommitmentRescheduled: z.strictObject({
    from: v.Window,
    to: v.Window,
    reason: v.Name,
    initiator: v.Party,
    displacedBy: v.maybe(v.Name),
    warnings: v.Warnings,
    personal: v.Note,
  }),
  PromiseFulfilled: z.strictObject({
    interval: v.maybe(z.strictObject({ notBefore: v.Moment, notAfter: v.Moment })),
    levels: v.ActualLevels,
    leftUndone: z.boolean(),
    evidence: z.array(v.Name),
    personal: v.Note,
  }),
  CommitmentWithdrawn: z.strictObject({ by: v.Party, reason: v.Name, personal: v.Note }),
  FollowUpCallMade: z.strictObject({
    reached: z.boolean(),
    problemPersists: v.maybe(z.boolean()),
    satisfaction: v.maybe(z.int().min(1).max(5)),
    personal: v.Note,
  }),
  ComplaintRaised: z.strictObject({ complaint: v.Name, need: v.Need, personal: v.Note }),
  ComplaintAnswered: z.strictObject({ complaint: v.Name, personal: v.Note }),
  ClockPaused: z.strictObject({ reason: v.Name }),
  ClockResumed: z.strictObject({ reason: v.Name }),
  BreachForeseen: z.strictObject({
    ...concerned,
    obligation: v.Obligation,
    deadline: v.Moment,
    timeZoneDatabase: v.maybe(v.Name),
  }),
  BreachDeclared: z.strictObject({
    ...concerned,
    obligation: v.Obligation,
    deadline: v.Moment,
    historic: z.boolean(),
    timeZoneDatabase: v.maybe(v.Name),
  }),
  BreachRetracted: z.strictObject({ ...concerned, obligation: v.Obligation, deadline: v.Moment, cause: v.Name }),
  EntryVoided: z.strictObject({ entry: v.Name, reason: v.Name, personal: v.Note }),
  PolicyReapplied: z.strictObject({ terms: v.Terms }),
} satisfies Pick<Schemas, CommitmentEvent['type']>;

export const CUSTOMER_SCHEMAS = {
  CustomerRegistered: z.strictObject({
    segment: v.maybe(v.Name),
    timeZone: v.maybe(v.Zone),
    hours: v.maybe(v.CustomerHours),
    personal: v.maybe(z.strictObject({ name: v.maybe(v.Text), contact: v.maybe(v.Text) })),
  }),
  ExpectationStated: z.strictObject({
    expectation: v.Name,
    dimension: v.Dimension,
    level: v.Level,
    clarity: v.Clarity,
    source: v.Source,
    personal: v.Note,
  }),
  ExpectationCorrected: z.strictObject({
    expectation: v.Name,
    level: v.Level,
    clarity: v.Clarity,
    reason: v.Name,
    personal: v.Note,
  }),
  SatisfactionReported: z.strictObject({
    measure: z.enum(MEASURES),
    score: z.number(),
    commitment: v.maybe(v.Name),
    personal: v.Note,
  }),
  CustomerForgotten: z.strictObject({ reason: v.Name }),
} satisfies Pick<Schemas, CustomerEvent['type']>;

export const TEAM_SCHEMAS = {
  TeamRegistered: z.strictObject({ name: v.Text, timeZone: v.Zone }),
  PolicyPublished: z.strictObject({ version: v.Name, rules: v.PolicyRules }),
  CalendarPublished: z.strictObject({ version: v.Name, edition: v.CalendarEdition }),
  CapacityDeclared: z.strictObject({ commitments: z.int(), per: v.Elapsed }),
} satisfies Pick<Schemas, TeamEvent['type']>;

const terms = {
  url: v.Name,
  filter: v.EventFilter,
  content: v.Content,
  label: v.maybe(v.Name),
  sealed: v.maybe(z.strictObject({ query: v.Name })),
};
const signingKey = {
  algorithm: z.enum(SIGNATURES),
  publicKey: v.maybe(v.Name),
  sealed: z.strictObject({ secret: v.Name }),
};

export const SUBSCRIPTION_SCHEMAS = {
  SubscriptionNamed: z.strictObject({ subscription: v.Name, principal: v.Name }),
  SubscriptionOpened: z.strictObject({ owner: v.Name, teams: v.Teams, ...terms }),
  SubscriptionChanged: z.strictObject(terms),
  SubscriptionPaused: z.strictObject({ reason: v.maybe(v.Name) }),
  SubscriptionResumed: z.strictObject({ reason: v.maybe(v.Name) }),
  SigningKeyAdded: z.strictObject({ key: v.Name, ...signingKey }),
  SigningKeyRotated: z.strictObject({ key: v.Name, successor: v.Name, ...signingKey, retiresAt: v.Moment }),
  SigningKeyRevoked: z.strictObject({ key: v.Name, reason: v.maybe(v.Name) }),
  ReplayRequested: z.strictObject({ replay: v.Replay }),
  SubscriptionFailing: z.strictObject({ since: v.Moment, disablesAt: v.Moment }),
  SubscriptionRecovered: z.strictObject({ failingSince: v.Moment }),
  SubscriptionDisabled: z.strictObject({ because: z.enum(DISABLED_BECAUSE) }),
  SubscriptionEnded: z.strictObject({ reason: v.maybe(v.Name) }),
} satisfies Pick<Schemas, (SubscriptionEvent | SubscriptionNamed)['type']>;

export const ACCESS_SCHEMAS = {
  PrincipalNamed: z.strictObject({ principal: v.Name }),
  KeyIssued: z.strictObject({
    key: v.Name,
    hash: v.Name,
    role: v.Role,
    teams: v.Teams,
    grants: v.Grants,
    label: v.maybe(v.Name),
    expiresAt: v.maybe(v.Moment),
  }),
  KeyRotated: z.strictObject({ key: v.Name, successor: v.Name, hash: v.Name, expiresAt: v.maybe(v.Moment) }),
  KeyRevoked: z.strictObject({ key: v.Name, reason: v.maybe(v.Name) }),
  AccessRefused: z.strictObject({
    route: v.Name,
    because: v.Name,
    action: v.maybe(v.Name),
    times: z.int().min(1),
  }),
  PersonalDataRead: z.strictObject({ what: v.Name, whose: z.array(v.Name) }),
  DataExported: z.strictObject({ what: v.Name, rows: z.int().min(0) }),
} satisfies Pick<Schemas, AccessEvent['type']>;
