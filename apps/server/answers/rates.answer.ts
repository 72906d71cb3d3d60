import { BASES } from '#kept/domain';
import { ApiProperty } from '@nestjs/swagger';
import {
  ShownCount,
  ShownList,
  ShownMoment,
  ShownNumber,
  ShownPart,
  ShownPosition,
  ShownText,
  ShownWord,
} from '../http/answer-fields.js';
import { FiguresAnswer } from './figures.answer.js';

export class PeriodAnswer {
  @ShownMoment({ nullable: true })
  from!: string | null;

  @ShownMoment({ nullable: true })
  to!: string | null;
}

/** Fulfilment − basis due in milliseconds, negative where it was early; nearest rank. */
export class LatenessAnswer {
  @ShownCount({ description: 'Fulfilments known as an instant.' })
  count!: number;

  @ShownNumber({ nullable: true })
  p50!: number | null;

  @ShownNumber({ nullable: true })
  p90!: number | null;

  @ShownNumber({ nullable: true })
  p95!: number | null;

  @ShownNumber({ nullable: true })
  p99!: number | null;

  @ShownNumber({ nullable: true })
  max!: number | null;
}

/** A fulfilment rate with everything needed to doubt it. */
export class RateAnswer {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    description: 'Which slice; `null` where a commitment has no such thing.',
  })
  slice!: Record<string, string | null>;

  @ShownWord(BASES)
  basis!: string;

  @ShownPart(() => PeriodAnswer)
  period!: PeriodAnswer;

  @ShownText()
  timeZone!: string;

  @ShownPosition({ description: 'What was known.' })
  position!: string;

  @ShownMoment({ description: 'How far time had run.' })
  at!: string;

  @ShownCount({ description: 'Kept.' })
  numerator!: number;

  @ShownCount({ description: 'Kept, tolerated, late, broken and overdue.' })
  denominator!: number;

  @ShownNumber({ nullable: true, description: 'From 0 to 1; `null`: no data.' })
  rate!: number | null;

  @ShownNumber({ nullable: true, description: 'Of the 95 % Wilson interval.' })
  low!: number | null;

  @ShownNumber({ nullable: true, description: 'Of the 95 % Wilson interval.' })
  high!: number | null;

  @ShownNumber({ nullable: true, description: 'If every undetermined one was broken.' })
  lowerBound!: number | null;

  @ShownNumber({ nullable: true, description: 'If every undetermined one was kept.' })
  upperBound!: number | null;

  @ShownPart(() => LatenessAnswer)
  lateness!: LatenessAnswer;

  @ShownCount()
  commitments!: number;

  @ShownCount({ description: 'Fulfilled before the window began.' })
  early!: number;

  @ShownCount({ description: 'Kept only because the customer was told after a due had passed.' })
  keptOnlyBecauseTold!: number;

  @ShownCount({ description: 'Kept, and the problem persists.' })
  keptNotSolved!: number;

  @ShownCount({ description: 'Kept, and something was left undone.' })
  keptLeftUndone!: number;

  @ShownCount({ description: 'Rescheduled at short notice.' })
  shortNotices!: number;

  @ShownCount({ description: 'Windows told with no reschedule behind them.' })
  toldChanges!: number;

  @ShownCount()
  reschedules!: number;

  @ShownNumber({ nullable: true })
  reschedulesPerCommitment!: number | null;

  @ShownCount()
  kept!: number;

  @ShownCount()
  tolerated!: number;

  @ShownCount()
  late!: number;

  @ShownCount()
  broken!: number;

  @ShownCount()
  overdue!: number;

  @ShownCount()
  pending!: number;

  @ShownCount()
  undetermined!: number;

  @ShownCount()
  void!: number;
}

/** Fulfilment rates. */
export class RatesAnswer extends FiguresAnswer {
  @ShownList(() => RateAnswer)
  rows!: RateAnswer[];
}
