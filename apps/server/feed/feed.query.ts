import { type EventFilter, mayAsk, OBLIGATIONS, parseDuration, refuse, TOLD_TYPES } from '#kept/domain';
import { type FeedQuestion } from '#kept/delivery';
import { type Caller } from '../access/caller.js';
import { field } from '../http/fields.js';
import { given } from '../http/given.js';
import { NameList, TruthText, WholeText, WordList } from '../http/query-fields.js';
import { CursorText } from './cursor.field.js';

export const LARGEST_FEED_PAGE = 1_000;

const WAIT = { type: 'string', pattern: '^PT([0-5]?\\d|60)S$', examples: ['PT30S'] } as const;
const WAIT_WRITTEN = new RegExp(WAIT.pattern, 'u');

/** Which events, of those that the asker may hear of. */
export class StreamQuery {
  @CursorText({
    optional: true,
    description: 'The cursor to go on after; `latest`: from now on. Default: from the beginning of the ledger.',
  })
  after?: string;

  @WordList(TOLD_TYPES, { optional: true, description: 'Only events of these types.' })
  types?: string[];

  @NameList({ optional: true, description: 'Only what concerns these teams.' })
  team?: string[];

  @NameList({ optional: true, description: 'Only what concerns these customers.' })
  customer?: string[];

  @NameList({ optional: true, description: 'Only what concerns promises to customers of these segments.' })
  segment?: string[];

  @WordList(OBLIGATIONS, { optional: true, description: 'Only breaches of these obligations.' })
  obligation?: string[];

  @TruthText({
    optional: true,
    description: 'Whether breaches count whose deadline had passed when the promise was recorded; default: false.',
  })
  historic?: string;
}

export class FeedQuery extends StreamQuery {
  @WholeText(1, LARGEST_FEED_PAGE, { optional: true, description: 'Events a page, at most; default: 1000.' })
  limit?: string;

  @field((value: unknown, name) => waitOf(value, name), WAIT, {
    optional: true,
    description: 'How long to wait at the end of the feed for something to come; default: not at all.',
  })
  timeout?: string;
}

/** Milliseconds; whole seconds, a minute at most: what is between a client and a server rarely waits longer. */
export function waitOf(value: unknown, name = 'timeout'): number {
  if (typeof value === 'string' && WAIT_WRITTEN.test(value)) return parseDuration(value, name);
  return refuse('value-not-in-list', { field: name, value: String(value).slice(0, 40), allowed: 'PT0S … PT60S' });
}

/** @throws RequestRefused where they ask for a team that is not theirs */
export function questionOf(
  { types, team, customer, segment, obligation, historic }: StreamQuery,
  caller: Caller,
): FeedQuestion {
  const { teams } = caller.narrowing();
  if (team) caller.mustMay('read-feed', { teams: team });
  const subscriptions = mayAsk(caller.who, 'read-subscriptions');
  const filter = given({
    ...{ types, teams: team, customers: customer, segments: segment, obligations: obligation },
    ...(historic === 'true' && { historic: true }),
  });
  return {
    filter: filter as EventFilter,
    scope: {
      teams,
      principal: caller.principal,
      ...(subscriptions.may && subscriptions.owner === 'any' && { subscriptions: 'any' }),
    },
  };
}
