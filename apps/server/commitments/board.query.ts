import { type BoardOrder, type BoardQuestion, type CommitmentStatus } from '#kept/read-model';
import { AskedPage, momentOf, momentOrNow } from '../http/asked.js';
import { Moment, Name, Word } from '../http/fields.js';
import { given } from '../http/given.js';
import { NameList, TruthText, WordList } from '../http/query-fields.js';

const STATUSES: readonly CommitmentStatus[] = ['open', 'settled', 'voided'];
const ORDERS: readonly BoardOrder[] = ['due', 'made', 'changed'];
const SORTS = ORDERS.flatMap((order) => [order, `-${order}`]);

/** Which commitments, of those that the asker may see. */
export class CommitmentFilter extends AskedPage {
  @Moment({ optional: true, description: 'The moment that decides what is overdue; default: now.' })
  at?: string;

  @NameList({ optional: true })
  team?: string[];

  @Name({ optional: true })
  customer?: string;

  @Name({ optional: true })
  owner?: string;

  @Name({ optional: true })
  kind?: string;

  @Name({ optional: true })
  segment?: string;

  @WordList(STATUSES, { optional: true })
  status?: CommitmentStatus[];

  @TruthText({ optional: true, description: 'Open, and past what the customer was last told; or anything but that.' })
  overdue?: string;

  @Moment({ optional: true, description: 'What the customer expects is due from here on.' })
  dueFrom?: string;

  @Moment({ optional: true, description: 'What the customer expects is due before this.' })
  dueTo?: string;

  @Moment({ optional: true })
  madeFrom?: string;

  @Moment({ optional: true })
  madeTo?: string;
}

export class BoardQuery extends CommitmentFilter {
  @Word(SORTS, {
    optional: true,
    description:
      'By the due that the customer expects, by when it was made, or by when something was last recorded; with a dash, downwards. Default: due.',
  })
  sort?: string;
}

/** @param teams whose commitments the asker may see; `undefined`: all */
export function boardOf(asked: BoardQuery, teams: readonly string[] | undefined): Omit<BoardQuestion, 'limit'> {
  const { team, customer, owner, kind, segment, status, overdue, sort = 'due' } = asked;
  const due = given({ from: momentOf(asked.dueFrom, 'dueFrom'), to: momentOf(asked.dueTo, 'dueTo') });
  const made = given({ from: momentOf(asked.madeFrom, 'madeFrom'), to: momentOf(asked.madeTo, 'madeTo') });
  return {
    at: momentOrNow(asked),
    order: sort.replace('-', '') as BoardOrder,
    descending: sort.startsWith('-'),
    due,
    made,
    ...given({ team, customer, owner, kind, segment, status, teams }),
    ...(overdue !== undefined && { overdue: overdue === 'true' }),
  };
}
