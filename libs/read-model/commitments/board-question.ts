import { type CurrentCommitment, type Instant } from '#kept/domain';
import { type PageQuestion } from '../paging/page.js';

export type CommitmentStatus = CurrentCommitment['status'];
export const STATUSES: readonly CommitmentStatus[] = ['open', 'settled', 'voided'];

/** By the due of the expectation, by when it was made, or by when something was last recorded of it. */
export type BoardOrder = 'due' | 'made' | 'changed';

/** A part of time, [from, to); an end that is left out is open. */
export interface Span {
  from?: Instant;
  to?: Instant;
}

export interface BoardQuestion extends PageQuestion {
  /**
   * The moment that decides what is overdue and what is pending. A board is of the present: it stands by everything that
   * is projected, also where `at` lies in the past. How a commitment stood then is told by its history.
   */
  at: Instant;
  /** One of these. */
  team?: readonly string[];
  customer?: string;
  owner?: string;
  kind?: string;
  segment?: string;
  /** One of these. */
  status?: readonly CommitmentStatus[];
  /** Open, and the due of its expectation has passed; or anything but that. */
  overdue?: boolean;
  /** Of the expectation. */
  due?: Span;
  made?: Span;
  /** Default: `due`. */
  order?: BoardOrder;
  descending?: boolean;
  /** The teams whose commitments the asker may see; absent: all. */
  teams?: readonly string[];
}

/** Everything that chooses and orders the rows: what a cursor belongs to. Not the moment, which moves on between pages. */
export function choiceOf({ at: _, limit: __, cursor: ___, ...choice }: BoardQuestion): unknown {
  return Object.entries(choice).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The teams a board may show: those asked for, as far as the asker may see them. `undefined`: all. */
export function visibleTeams({ team, teams }: Pick<BoardQuestion, 'team' | 'teams'>): readonly string[] | undefined {
  if (!team || !teams) return distinct(team ?? teams);
  const allowed = new Set(teams);
  return distinct(team.filter((one) => allowed.has(one)));
}

const distinct = (teams: readonly string[] | undefined): readonly string[] | undefined => teams && [...new Set(teams)];
