import { type Scope } from '../access/index.js';
import { type Command } from '../command.js';
import { type Duration } from '../time/index.js';
import {
  type DisabledBecause,
  type FailingSpell,
  type NewSigningKey,
  type Replay,
  type SubscriptionTerms,
} from './subscription.js';

export type OpenSubscription = Command<
  'OpenSubscription',
  SubscriptionTerms & { owner: string; teams: Scope['teams']; key: NewSigningKey }
>;

/**
 * What is left out stays as it is. `teams` are those of whoever asks: only who may hear of everything that is delivered
 * may send it elsewhere.
 */
export type ChangeSubscription = Command<'ChangeSubscription', Partial<SubscriptionTerms> & { teams: Scope['teams'] }>;
export type PauseSubscription = Command<'PauseSubscription', { reason?: string }>;
export type ResumeSubscription = Command<'ResumeSubscription', { reason?: string }>;
export type EndSubscription = Command<'EndSubscription', { reason?: string }>;

export type AddSigningKey = Command<'AddSigningKey', { key: NewSigningKey }>;
/** @property overlap how long the first goes on signing beside its successor; a day where nobody says */
export type RotateSigningKey = Command<
  'RotateSigningKey',
  { key: string; successor: Omit<NewSigningKey, 'algorithm'>; overlap?: Duration }
>;
export type RevokeSigningKey = Command<'RevokeSigningKey', { key: string; reason?: string }>;

export type RequestReplay = Command<'RequestReplay', { replay: Replay }>;

/** What those who deliver have found out. Said again, or too late, it changes nothing. */
export type ReportFailing = Command<'ReportFailing', FailingSpell>;
export type ReportRecovered = Command<'ReportRecovered', Record<string, never>>;
export type DisableSubscription = Command<'DisableSubscription', { because: DisabledBecause }>;

export type DeliveryReport = ReportFailing | ReportRecovered | DisableSubscription;

export type SigningKeyCommand = AddSigningKey | RotateSigningKey | RevokeSigningKey;

export type SubscriptionCommand =
  | OpenSubscription
  | ChangeSubscription
  | PauseSubscription
  | ResumeSubscription
  | EndSubscription
  | SigningKeyCommand
  | RequestReplay
  | DeliveryReport;
