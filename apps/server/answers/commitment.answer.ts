import { CLARITIES, CONTACT_MODES, SOURCES, WARNINGS } from '#kept/domain';
import {
  ShownCount,
  ShownFlag,
  ShownList,
  ShownMoment,
  ShownPart,
  ShownPosition,
  ShownText,
  ShownWord,
  ShownWords,
} from '../http/answer-fields.js';
import { IdentifiedCommitmentAnswer } from './identified-commitment.answer.js';
import { PageAnswer } from './page.answer.js';
import { OutcomesAnswer, SettlementAnswer, WindowAnswer } from './window.answer.js';

/** A commitment: the plan beside what the customer has reason to expect. */
export class CommitmentAnswer extends IdentifiedCommitmentAnswer {
  @ShownWord(['open', 'settled', 'voided'])
  status!: string;

  @ShownText({ optional: true, description: 'The commitment that this one makes good.' })
  recoveryOf?: string;

  @ShownMoment()
  madeAt!: string;

  @ShownPart(() => WindowAnswer, { description: 'A customer’s reschedule is a new agreement and moves it.' })
  firstPromised!: WindowAnswer;

  @ShownPart(() => WindowAnswer, { optional: true, description: 'What the customer asked for.' })
  requested?: WindowAnswer;

  @ShownPart(() => WindowAnswer, { description: 'What the customer was last told, or asked for.' })
  expectation!: WindowAnswer;

  @ShownPart(() => WindowAnswer, { description: 'When it is now meant to be done.' })
  plan!: WindowAnswer;

  @ShownPart(() => SettlementAnswer, { optional: true })
  settlement?: SettlementAnswer;

  @ShownCount({ description: 'By the provider.' })
  reschedules!: number;

  @ShownPart(() => OutcomesAnswer)
  outcomes!: OutcomesAnswer;
}

/** A commitment as a board shows it. */
export class ListedCommitmentAnswer extends CommitmentAnswer {
  @ShownWord(CLARITIES)
  clarity!: string;

  @ShownWord(SOURCES)
  source!: string;

  @ShownWord(CONTACT_MODES)
  contactMode!: string;

  @ShownWords(WARNINGS, { description: 'In spite of which the promise was made.' })
  warnings!: string[];

  @ShownCount()
  openComplaints!: number;

  @ShownFlag()
  clockPaused!: boolean;

  @ShownCount({ description: 'Of the last entry; the ETag, without its quotes.' })
  lastRevision!: number;

  @ShownPosition({ description: 'Of the last entry.' })
  lastPosition!: string;

  @ShownMoment({ description: 'When the last entry of people or systems happened.' })
  lastOccurredAt!: string;
}

/** A page of commitments. */
export class BoardAnswer extends PageAnswer {
  @ShownList(() => ListedCommitmentAnswer)
  rows!: ListedCommitmentAnswer[];

  @ShownMoment({ description: 'How far time had run.' })
  at!: string;
}
