import { principalId, type Scope } from '../access/index.js';
import { identifier, oneOf, optional } from '../check.js';
import { checkMoment } from '../moment.js';
import { refuse } from '../refusal.js';
import { instant } from '../time/index.js';
import {
  type ChangeSubscription,
  type DeliveryReport,
  type OpenSubscription,
  type PauseSubscription,
  type ReportFailing,
  type ResumeSubscription,
  type SubscriptionCommand,
} from './commands.js';
import { shownUrl } from './endpoint-url.js';
import { checkedFilter } from './checked-filter.js';
import { type SubscriptionEvent, type SubscriptionOpened } from './events.js';
import { decideSigningKeys, sealedText } from './signing-keys.js';
import {
  CONTENTS,
  DISABLED_BECAUSE,
  type KnownSubscription,
  type Replay,
  type Subscription,
  type SubscriptionTerms,
} from './subscription.js';

/**
 * What a command adds to a subscription. One that has ended takes nothing more.
 * @throws Refusal where it must not be recorded
 */
export function decideSubscription(command: SubscriptionCommand, subscription: Subscription): SubscriptionEvent[] {
  checkMoment(command.metadata);
  switch (command.type) {
    case 'OpenSubscription':
      return open(command, subscription);
    case 'EndSubscription':
      return mustBeOpened(subscription).status === 'ended'
        ? []
        : [{ type: 'SubscriptionEnded', data: reasonOf(command.data) }];
    case 'ReportFailing':
    case 'ReportRecovered':
    case 'DisableSubscription':
      return reported(command, mustBeOpened(subscription));
    case 'ChangeSubscription':
      return changed(command.data, mustGoOn(subscription));
    case 'PauseSubscription':
      return paused(command.data, mustGoOn(subscription));
    case 'ResumeSubscription':
      return resumed(command.data, mustGoOn(subscription));
    case 'RequestReplay':
      mustGoOn(subscription);
      return [{ type: 'ReplayRequested', data: { replay: checkedReplay(command.data.replay) } }];
    case 'AddSigningKey':
    case 'RotateSigningKey':
    case 'RevokeSigningKey':
      return decideSigningKeys(command, mustGoOn(subscription), command.metadata.recordedAt);
  }
}

/** Opened with a key, in one append: nothing is ever delivered unsigned. */
function open({ data, metadata }: OpenSubscription, before: Subscription): SubscriptionEvent[] {
  if (before.status !== 'unopened') refuse('subscription-exists');
  const { owner, teams, key } = data;
  const terms = checkedTerms(data, checkedTeams(teams));
  return [
    { type: 'SubscriptionOpened', data: { owner: principalId(owner), teams: checkedTeams(teams), ...written(terms) } },
    ...decideSigningKeys({ type: 'AddSigningKey', data: { key }, metadata }, { keys: new Map() }, metadata.recordedAt),
  ];
}

function changed({ teams, ...asked }: ChangeSubscription['data'], now: KnownSubscription): SubscriptionEvent[] {
  mustCover(teams, now.teams);
  const { endpoint, filter, content, label } = now;
  const terms = { endpoint, filter, content, ...(label !== undefined && { label }) };
  const after = checkedTerms({ ...terms, ...asked }, now.teams);
  // Filters are written in one way, and so are terms: what says the same is the same.
  if (JSON.stringify(written(after)) === JSON.stringify(written(terms))) return [];
  return [{ type: 'SubscriptionChanged', data: written(after) }];
}

function paused(data: PauseSubscription['data'], now: GoingOn): SubscriptionEvent[] {
  if (now.status === 'disabled') refuse('subscription-disabled', { because: now.because });
  return now.status === 'paused' ? [] : [{ type: 'SubscriptionPaused', data: reasonOf(data) }];
}

/** One that is failing is given its whole time again; one that is well goes on anyway. */
function resumed(data: ResumeSubscription['data'], now: GoingOn): SubscriptionEvent[] {
  return now.status === 'active' && !now.failing ? [] : [{ type: 'SubscriptionResumed', data: reasonOf(data) }];
}

/** Those who deliver may come too late with what they have found: it is not refused, for nobody could do better. */
function reported(report: DeliveryReport, now: KnownSubscription): SubscriptionEvent[] {
  if (now.status !== 'active') return [];
  switch (report.type) {
    case 'ReportFailing':
      return now.failing ? [] : [{ type: 'SubscriptionFailing', data: spell(report.data) }];
    case 'ReportRecovered':
      return now.failing ? [{ type: 'SubscriptionRecovered', data: { failingSince: now.failing.since } }] : [];
    case 'DisableSubscription':
      return [
        { type: 'SubscriptionDisabled', data: { because: oneOf(report.data.because, DISABLED_BECAUSE, 'because') } },
      ];
  }
}

function checkedTerms(
  { endpoint, filter, content, label }: SubscriptionTerms,
  teams: Scope['teams'],
): SubscriptionTerms {
  return {
    endpoint: {
      url: shownUrl(endpoint.url),
      ...optional('sealedQuery', endpoint.sealedQuery, sealedText),
    },
    filter: checkedFilter(filter, teams),
    content: oneOf(content, CONTENTS, 'content'),
    ...optional('label', label, identifier),
  };
}

/** Terms as an event says them. */
function written({
  endpoint,
  filter,
  content,
  label,
}: SubscriptionTerms): Omit<SubscriptionOpened['data'], 'owner' | 'teams'> {
  const { url, sealedQuery: query } = endpoint;
  return {
    ...{ url, filter, content },
    ...(label !== undefined && { label }),
    ...(query !== undefined && { sealed: { query } }),
  };
}

function checkedTeams(teams: Scope['teams']): Scope['teams'] {
  if (teams === 'all') return teams;
  if (teams.length === 0) refuse('list-empty', { field: 'teams' });
  return [...new Set(teams.map((team) => identifier(team, 'teams')))].sort();
}

/** Else a narrow key could have what a wide one subscribed to sent to itself. */
function mustCover(teams: Scope['teams'], needed: Scope['teams']): void {
  if (teams === 'all') return;
  const missing = needed === 'all' ? ['all'] : needed.filter((team) => !teams.includes(team));
  if (missing.length > 0) refuse('team-not-covered', { team: missing.join(', ') });
}

const POSITION = /^\d{1,15}$/;

function checkedReplay(replay: Replay): Replay {
  switch (oneOf(replay.of, ['one', 'failed', 'everything'], 'of')) {
    case 'one': {
      const { event, position } = replay as Extract<Replay, { of: 'one' }>;
      return { of: 'one', event: identifier(event, 'event'), position: checkedPosition(position, 'position') };
    }
    case 'failed':
      return { of: 'failed', since: instant((replay as Extract<Replay, { of: 'failed' }>).since, 'since') };
    case 'everything':
      return {
        of: 'everything',
        after: checkedPosition((replay as Extract<Replay, { of: 'everything' }>).after, 'after'),
      };
  }
}

function checkedPosition(position: string, field: string): string {
  return POSITION.test(position) ? position : refuse('text-malformed', { field });
}

function spell({ since, disablesAt }: ReportFailing['data']): ReportFailing['data'] {
  return { since: instant(since, 'since'), disablesAt: instant(disablesAt, 'disablesAt') };
}

function reasonOf({ reason }: { reason?: string }): { reason?: string } {
  return optional('reason', reason, identifier);
}

function mustBeOpened(subscription: Subscription): KnownSubscription {
  return subscription.status === 'unopened' ? refuse('subscription-unknown') : subscription;
}

type GoingOn = Exclude<KnownSubscription, { status: 'ended' }>;

function mustGoOn(subscription: Subscription): GoingOn {
  const now = mustBeOpened(subscription);
  return now.status === 'ended' ? refuse('subscription-ended') : now;
}
