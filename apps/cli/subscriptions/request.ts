import { type Keys, reachOf, type SubscriptionRequest } from '#kept/application';
import {
  CONTENTS,
  type EventFilter,
  type Instant,
  type ObligationKind,
  OBLIGATIONS,
  type Replay,
  SIGNATURES,
  UTC,
  VOUCHED,
} from '#kept/domain';
import { momentFrom, positionFrom, wordsFrom } from '../arguments.js';
import { UsageError } from '../usage-error.js';

/** What a subscription is asked for with, as it is typed. */
export interface OpenOptions {
  owner: string;
  type?: string[];
  team?: string[];
  customer?: string[];
  segment?: string[];
  obligation?: string[];
  historic?: boolean;
  content: string;
  label?: string;
  signature: string;
}

/**
 * The request of a principal who has keys: it is opened for the teams that those reach.
 * @throws UsageError where there is nothing that they may hear of
 */
export async function requestFrom(
  url: string,
  { owner, content, label, signature, ...criteria }: OpenOptions,
  keys: Keys,
  now: Instant,
): Promise<SubscriptionRequest> {
  const teams = owner.startsWith(VOUCHED) ? undefined : await reachOf(keys, { owner, teams: 'all' }, now);
  if (teams === undefined)
    throw new UsageError(
      `${owner} has no key that may read the feed.`,
      owner.startsWith(VOUCHED)
        ? 'Those whom an identity provider vouches for open theirs over HTTP.'
        : `Issue one: kept keys issue --principal ${owner} --role integration --team …`,
    );
  const [word, algorithm] = [
    wordsFrom([content], CONTENTS, '--content'),
    wordsFrom([signature], SIGNATURES, '--signature'),
  ];
  return {
    ...{ owner, teams, url, filter: filterFrom(criteria), content: word[0]!, algorithm: algorithm[0]! },
    ...(label !== undefined && { label }),
  };
}

function filterFrom({ type, team, customer, segment, obligation, historic }: Partial<OpenOptions>): EventFilter {
  return {
    ...(type && { types: type }),
    ...(team && { teams: team }),
    ...(customer && { customers: customer }),
    ...(segment && { segments: segment }),
    ...(obligation && { obligations: wordsFrom<ObligationKind>(obligation, OBLIGATIONS, '--obligation') }),
    ...(historic && { historic }),
  };
}

/** What is to be delivered again, as it is typed. */
export interface ReplayOptions {
  event?: string;
  position?: string;
  failedSince?: string;
  after?: string;
}

/** @throws UsageError unless exactly one kind is asked for */
export function replayFrom({ event, position, failedSince, after }: ReplayOptions): Replay {
  const asked: Replay[] = [];
  if (event !== undefined && position !== undefined)
    asked.push({ of: 'one', event, position: String(positionFrom(position)) });
  if (failedSince !== undefined) asked.push({ of: 'failed', since: momentFrom(failedSince, UTC, '--failed-since') });
  if (after !== undefined) asked.push({ of: 'everything', after: String(positionFrom(after)) });
  if (asked.length !== 1 || (event === undefined) !== (position === undefined))
    throw new UsageError(
      'Say which deliveries are to be made again.',
      'One: --event ID --position N. All that were given up: --failed-since MOMENT. Everything: --after POSITION.',
    );
  return asked[0]!;
}
