import { WARNINGS } from '#kept/domain';
import { ApiProperty } from '@nestjs/swagger';
import {
  ShownCount,
  ShownFlag,
  ShownList,
  ShownMoment,
  ShownPart,
  ShownPosition,
  ShownText,
  ShownWords,
} from '../http/answer-fields.js';
import { CommitmentAnswer } from './commitment.answer.js';
import { ObligationAnswer } from './obligation.answer.js';
import { WindowAnswer } from './window.answer.js';

/** One entry, and what it changed. */
export class StepAnswer {
  @ShownMoment()
  occurredAt!: string;

  @ShownMoment()
  recordedAt!: string;

  @ShownText({ optional: true, description: 'Absent for what is about the customer in general.' })
  commitment?: string;

  @ShownText({ description: 'The entry’s id.' })
  entry!: string;

  @ShownText({ description: 'What happened: `PromiseMade`, `CommitmentRescheduled` …' })
  type!: string;

  @ShownPart(() => WindowAnswer, { optional: true, description: 'The plan after it.' })
  plan?: WindowAnswer;

  @ShownPart(() => WindowAnswer, { optional: true, description: 'What the customer expected after it.' })
  expectation?: WindowAnswer;

  @ShownFlag()
  planChanged!: boolean;

  @ShownFlag()
  expectationChanged!: boolean;

  @ShownPart(() => WindowAnswer, { optional: true, description: 'Where it began or moved the first agreement.' })
  firstPromised?: WindowAnswer;

  @ShownFlag({ description: 'The plan moved, and nobody had told the customer.' })
  silentSlip!: boolean;

  @ShownFlag()
  settles!: boolean;

  @ShownFlag({ description: 'It has no effect.' })
  voided!: boolean;

  @ShownWords(WARNINGS)
  warnings!: string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What it says; free texts only where they were asked for.',
  })
  data!: object;
}

/** What a customer had reason to expect, step by step. */
export class CustomerHistoryAnswer {
  @ShownText()
  customer!: string;

  @ShownMoment({ description: 'How far time had run.' })
  at!: string;

  @ShownMoment({ optional: true, description: 'What the ledger had learned by then.' })
  knownAt?: string;

  @ShownPosition({ description: 'What was known.' })
  position!: string;

  @ShownList(() => CommitmentAnswer)
  commitments!: CommitmentAnswer[];

  @ShownList(() => StepAnswer, { description: 'By when they happened.' })
  steps!: StepAnswer[];
}

/** A commitment with the chain of its plans and of its expectations. */
export class ShownCommitmentAnswer extends CommitmentAnswer {
  @ShownCount({ description: 'Of the last entry that people or systems recorded; also the ETag.' })
  revision!: number;

  @ShownMoment({ description: 'How far time had run.' })
  at!: string;

  @ShownMoment({ optional: true, description: 'What the ledger had learned by then.' })
  knownAt?: string;

  @ShownPosition({ description: 'What was known.' })
  position!: string;

  @ShownList(() => StepAnswer, { description: 'By when they happened.' })
  steps!: StepAnswer[];

  @ShownList(() => ObligationAnswer, { description: 'What it owed, in the order in which that came about.' })
  obligations!: ObligationAnswer[];
}
