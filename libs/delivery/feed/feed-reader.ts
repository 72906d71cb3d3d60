import { type EventFilter, type Scope } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { type FeedEntry } from './feed-entry.js';

/** Who reads: what they may see narrows what they ask for. */
export interface FeedScope {
  /** Events about a team are for those who act for it; those about no team, for those who act for all. */
  teams: Scope['teams'];
  /** Sees what concerns their own subscriptions. */
  principal: string;
  /** `any`: sees what concerns those of others, too. */
  subscriptions?: 'any';
}

export interface FeedQuestion {
  filter: EventFilter;
  scope: FeedScope;
}

/** A part of the feed, in the order of the log. */
export interface FeedPage {
  entries: readonly FeedEntry[];
  /** Nothing else that was asked for lies between the position asked after and this one: the next page begins here. */
  through: Position;
}

/** The log as integrations see it. Everything that is delivered, by whatever way, is read here. */
export interface FeedReader {
  /**
   * At most so many entries after a position. An empty page is one at the end of the log as it was when it was asked, or
   * where the signal has aborted: nobody waits for it any more.
   */
  page(question: FeedQuestion & { after: Position; limit: number }, signal?: AbortSignal): Promise<FeedPage>;

  /**
   * Pages after a position, waiting for more at the end of the log until the signal aborts: then it ends without an error.
   * A page may be empty: then only its `through` has moved.
   */
  follow(question: FeedQuestion & { after: Position }, signal: AbortSignal): AsyncIterable<FeedPage>;

  /** The position of the last event of the log. */
  head(): Promise<Position>;
}
