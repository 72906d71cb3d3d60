import { type BoardOrder, type BoardQuestion, type CommitmentStatus, LARGEST_PAGE } from '#kept/read-model';
import { type AskedPage, momentOf, momentOrNow } from '../http/asked.js';
import { Moment, Name, Word } from '../http/fields.js';
import { given } from '../http/given.js';
import { TruthText, WholeText, WordList } from '../http/query-fields.js';
import { choiceOf, CommitmentChoice } from './commitment-choice.js';

const STATUSES: readonly CommitmentStatus[] = ['open', 'settled', 'voided'];
const ORDERS: readonly BoardOrder[] = ['due', 'made', 'changed'];
const SORTS = ORDERS.flatMap((order) => [order, `-${order}`]);

/** Which commitments, of those that the asker may see. */
export class CommitmentFilter extends CommitmentChoice {
  @WordList(STATUSES, { optional: true, description: 'Of any of these.' })
  status?: CommitmentStatus[];

  @TruthText({ optional: true, description: 'Open, and past what the customer was last told; or anything but that.' })
  overdue?: string;

  @Moment({ optional: true, description: 'What the customer expects is due from here on.' })
  dueFrom?: string;

  @Moment({ optional: true, description: 'What the customer expects is due before this.' })
  dueTo?: string;

  @Moment({ optional: true, description: 'Promised from here on.' })
  madeFrom?: string;

  @Moment({ optional: true, description: 'Promised before this.' })
  madeTo?: string;
}

export class BoardQuery extends CommitmentFilter implements AskedPage {
  @WholeText(1, LARGEST_PAGE, { optional: true, description: 'Rows a page; default: 50.' })
  limit?: string;

  @Name({ optional: true, description: 'The `next` of the page before.' })
  cursor?: string;

  @Word(SORTS, {
    optional: true,
    description:
      'By the due that the customer expects, by when it was made, or by when something was last recorded; with a dash, downwards. Default: due.',
  })
  sort?: string;
}

/** @param teams whose commitments the asker may see; `undefined`: all */
export function boardOf(asked: CommitmentFilter, teams: readonly string[] | undefined): Omit<BoardQuestion, 'limit'> {
  const { status, overdue } = asked;
  const due = given({ from: momentOf(asked.dueFrom, 'dueFrom'), to: momentOf(asked.dueTo, 'dueTo') });
  const made = given({ from: momentOf(asked.madeFrom, 'madeFrom'), to: momentOf(asked.madeTo, 'madeTo') });
  return {
    at: momentOrNow(asked),
    due,
    made,
    ...choiceOf(asked, teams),
    ...given({ status }),
    ...(overdue !== undefined && { overdue: overdue === 'true' }),
  };
}

/** How a board is sorted. */
export function orderOf({ sort = 'due' }: BoardQuery): Pick<BoardQuestion, 'order' | 'descending'> {
  return { order: sort.replace('-', '') as BoardOrder, descending: sort.startsWith('-') };
}
