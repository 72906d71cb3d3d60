import { type Command } from '../command.js';
import {
  type ClockPaused,
  type ClockResumed,
  type CommitmentRescheduled,
  type CommitmentWithdrawn,
  type ComplaintAnswered,
  type ComplaintRaised,
  type CustomerNotified,
  type EntryVoided,
  type FollowUpCallMade,
  type PolicyReapplied,
  type PromiseFulfilled,
  type PromiseMade,
} from './events.js';
import { type PromiseCircumstances } from './warnings.js';

type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

/** `plan` defaults to the promised window; what is known beside, warnings rest on. */
export type MakePromise = Command<
  'MakePromise',
  Optional<Omit<PromiseMade['data'], 'warnings'>, 'plan'> & { circumstances?: PromiseCircumstances }
>;
export type Notify = Command<'Notify', Omit<CustomerNotified['data'], 'warnings'>>;
export type Reschedule = Command<'Reschedule', Omit<CommitmentRescheduled['data'], 'warnings' | 'from'>>;
export type Fulfil = Command<'Fulfil', PromiseFulfilled['data']>;
export type Withdraw = Command<'Withdraw', CommitmentWithdrawn['data']>;
export type RecordFollowUpCall = Command<'RecordFollowUpCall', FollowUpCallMade['data']>;
export type RaiseComplaint = Command<'RaiseComplaint', ComplaintRaised['data']>;
export type AnswerComplaint = Command<'AnswerComplaint', ComplaintAnswered['data']>;
export type PauseClock = Command<'PauseClock', ClockPaused['data']>;
export type ResumeClock = Command<'ResumeClock', ClockResumed['data']>;
export type VoidEntry = Command<'VoidEntry', EntryVoided['data']>;
export type ReapplyPolicy = Command<'ReapplyPolicy', PolicyReapplied['data']>;

export type CommitmentCommand =
  | MakePromise
  | Notify
  | Reschedule
  | Fulfil
  | Withdraw
  | RecordFollowUpCall
  | RaiseComplaint
  | AnswerComplaint
  | PauseClock
  | ResumeClock
  | VoidEntry
  | ReapplyPolicy;
