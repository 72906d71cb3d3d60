import { BASES, OBLIGATION_STATES, OBLIGATIONS, OUTCOMES } from '#kept/domain';
import {
  ShownCount,
  ShownList,
  ShownMoment,
  ShownPart,
  ShownPosition,
  ShownText,
  ShownWord,
} from '../http/answer-fields.js';
import { PageAnswer } from './page.answer.js';

export class OutcomeFlipAnswer {
  @ShownWord(BASES)
  basis!: string;

  @ShownWord(OUTCOMES)
  from!: string;

  @ShownWord(OUTCOMES)
  to!: string;
}

export class ObligationStandingAnswer {
  @ShownWord(OBLIGATION_STATES)
  state!: string;

  @ShownMoment()
  deadline!: string;
}

export class ObligationFlipAnswer {
  @ShownWord(OBLIGATIONS)
  obligation!: string;

  @ShownText({ description: 'The id of the entry that it follows from.' })
  entry!: string;

  @ShownPart(() => ObligationStandingAnswer, { optional: true, description: 'Absent where it is new.' })
  from?: ObligationStandingAnswer;

  @ShownPart(() => ObligationStandingAnswer, { optional: true, description: 'Absent where there is none any more.' })
  to?: ObligationStandingAnswer;
}

/** A commitment of which something would be different. */
export class FlippedCommitmentAnswer {
  @ShownText()
  commitment!: string;

  @ShownText()
  customer!: string;

  @ShownList(() => OutcomeFlipAnswer)
  outcomes!: OutcomeFlipAnswer[];

  @ShownList(() => ObligationFlipAnswer, {
    description: 'Those in another state, or open or breached with another deadline.',
  })
  obligations!: ObligationFlipAnswer[];
}

export class OutcomeTotalAnswer extends OutcomeFlipAnswer {
  @ShownCount()
  commitments!: number;
}

export class ObligationTotalAnswer {
  @ShownWord(OBLIGATIONS)
  obligation!: string;

  @ShownWord(OBLIGATION_STATES, { optional: true })
  from?: string;

  @ShownWord(OBLIGATION_STATES, { optional: true, description: 'As before: it has another deadline.' })
  to?: string;

  @ShownCount()
  obligations!: number;
}

export class FlipTotalsAnswer {
  @ShownCount({ description: 'Commitments of which something would be different.' })
  flipped!: number;

  @ShownList(() => OutcomeTotalAnswer)
  outcomes!: OutcomeTotalAnswer[];

  @ShownList(() => ObligationTotalAnswer)
  obligations!: ObligationTotalAnswer[];
}

/** What a version of a policy would change, of a page of commitments. */
export class PolicyPreviewAnswer extends PageAnswer {
  @ShownList(() => FlippedCommitmentAnswer)
  rows!: FlippedCommitmentAnswer[];

  @ShownCount({ description: 'Commitments looked at.' })
  examined!: number;

  @ShownCount({ description: 'Of them, those whose terms would be others, whether or not that shows.' })
  affected!: number;

  @ShownPart(() => FlipTotalsAnswer, { description: 'Of this page.' })
  totals!: FlipTotalsAnswer;

  @ShownMoment({ description: 'The moment at which both are judged.' })
  at!: string;
}

/** What became of a page of commitments. */
export class ReappliedAnswer {
  @ShownCount({ description: 'Commitments looked at.' })
  examined!: number;

  @ShownCount({ description: 'Of them, those that have other terms now.' })
  reapplied!: number;

  @ShownText({ optional: true, description: 'The `cursor` of the next page; absent on the last.' })
  next?: string;

  @ShownPosition({ optional: true, description: 'Of the last entry written; for `after`.' })
  position?: string;
}
