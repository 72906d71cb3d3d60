import { OBLIGATION_STATES, type ObligationKind, OBLIGATIONS, type ObligationState } from '#kept/domain';
import { LARGEST_PAGE, type ObligationsQuestion } from '#kept/read-model';
import { choiceOf, CommitmentChoice } from '../commitments/commitment-choice.js';
import { type AskedPage, momentOf, momentOrNow, pageOf } from '../http/asked.js';
import { Moment, Name } from '../http/fields.js';
import { given } from '../http/given.js';
import { WholeText, WordList } from '../http/query-fields.js';

/** Which breaches, of those of whose teams the asker may know. */
export class BreachesQuery extends CommitmentChoice implements AskedPage {
  @WordList(OBLIGATIONS, { optional: true, description: 'Of any of these kinds.' })
  obligation?: ObligationKind[];

  @Moment({ optional: true, description: 'Of commitments whose moment in the order of the list is this or later.' })
  from?: string;

  @Moment({ optional: true, description: 'Of commitments whose moment in the order of the list is before this.' })
  to?: string;

  @WholeText(1, LARGEST_PAGE, { optional: true, description: 'Commitments a page; default: 50.' })
  limit?: string;

  @Name({ optional: true, description: 'The `next` of the page before.' })
  cursor?: string;
}

/** Which obligations. */
export class ObligationsQuery extends BreachesQuery {
  @WordList(OBLIGATION_STATES, {
    optional: true,
    description: 'In any of these states; default: open or breached, of commitments that still owe something.',
  })
  state?: ObligationState[];
}

/** @param teams whose commitments the asker may see; `undefined`: all */
export function obligationsOf(asked: ObligationsQuery, teams: readonly string[] | undefined): ObligationsQuestion {
  const { obligation, state } = asked;
  return {
    at: momentOrNow(asked),
    ...pageOf(asked),
    ...choiceOf(asked, teams),
    ...given({ obligation, state }),
    ...given({ from: momentOf(asked.from, 'from'), to: momentOf(asked.to, 'to') }),
  };
}
