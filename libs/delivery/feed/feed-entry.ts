import { type LoggedText } from '#kept/event-store';

/** Whom an event is about, as far as it is known: who may see it, and who asked for it, go by these. */
export interface Parties {
  commitment?: string;
  customer?: string;
  team?: string;
  /** The customer's segment when the promise was made. */
  segment?: string;
  /** Of an event of a subscription: the principal whose it is. Nobody else, but an auditor, may see it. */
  owner?: string;
}

/**
 * An event of the log as integrations see it, and whom it is about. Its data are in the current version of their schema,
 * and nothing personal is in them.
 */
export interface FeedEntry extends LoggedText, Parties {}
