import { OBLIGATION_STATES, OBLIGATIONS } from '#kept/domain';
import { ShownCount, ShownFlag, ShownList, ShownMoment, ShownText, ShownWord } from '../http/answer-fields.js';
import { IdentifiedCommitmentAnswer } from './identified-commitment.answer.js';
import { PageAnswer } from './page.answer.js';

/** A deadline that follows from a commitment and its policy, and what it has come to. */
export class ObligationAnswer {
  @ShownWord(OBLIGATIONS)
  obligation!: string;

  @ShownText({ description: 'The entry that it follows from.' })
  entry!: string;

  @ShownMoment({ description: 'When that happened.' })
  since!: string;

  @ShownMoment({ description: 'As the pauses of the clock have moved it so far.' })
  deadline!: string;

  @ShownWord(OBLIGATION_STATES)
  state!: string;

  @ShownMoment({
    optional: true,
    description: 'When the deadline passed, or the withdrawal broke the promise at once.',
  })
  breachedAt?: string;

  @ShownFlag({ optional: true, description: 'Whether the ledger has recorded the breach as an event.' })
  declared?: boolean;

  @ShownMoment({ optional: true, description: 'When it was met, superseded or made void.' })
  endedAt?: string;

  @ShownMoment({ optional: true, description: 'When it was done after all, of a breach.' })
  lateAt?: string;

  @ShownMoment({ optional: true, description: 'Since when its clock stands still.' })
  clockStoppedAt?: string;

  @ShownText({ optional: true, description: 'The complaint that is to be answered.' })
  complaint?: string;
}

/** A commitment, and what it owes. */
export class OwingCommitmentAnswer extends IdentifiedCommitmentAnswer {
  @ShownMoment({ description: 'When what the customer was last told, or asked for, is due.' })
  expectationDue!: string;

  @ShownList(() => ObligationAnswer)
  obligations!: ObligationAnswer[];
}

/** A page of what is owed. */
export class ObligationsAnswer extends PageAnswer {
  @ShownList(() => OwingCommitmentAnswer)
  rows!: OwingCommitmentAnswer[];

  @ShownMoment({ description: 'How far time had run.' })
  at!: string;
}

/** A page of what was not done in time. */
export class BreachesAnswer extends ObligationsAnswer {
  @ShownCount({ description: 'Commitments with a deadline that has passed unmet, and is not declared a breach yet.' })
  undeclared!: number;
}
