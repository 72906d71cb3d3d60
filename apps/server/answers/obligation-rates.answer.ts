import { OBLIGATIONS } from '#kept/domain';
import { ApiProperty } from '@nestjs/swagger';
import { ShownCount, ShownList, ShownNumber, ShownWord } from '../http/answer-fields.js';
import { FiguresAnswer } from './figures.answer.js';

/** How many obligations of a kind were met in time, in a slice. */
export class ObligationRateAnswer {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    description: 'By what was sliced; empty where nothing was.',
  })
  slice!: Record<string, string | null>;

  @ShownWord(OBLIGATIONS)
  obligation!: string;

  @ShownCount({ description: 'In time.' })
  met!: number;

  @ShownCount({ description: 'Breached, and done after all.' })
  late!: number;

  @ShownCount({ description: 'Breached, and not done so far.' })
  missed!: number;

  @ShownCount()
  open!: number;

  @ShownCount()
  superseded!: number;

  @ShownCount()
  void!: number;

  @ShownCount()
  undetermined!: number;

  @ShownCount()
  numerator!: number;

  @ShownCount({ description: 'Met, late and missed.' })
  denominator!: number;

  @ShownNumber({ nullable: true, description: 'Met in time ÷ denominator; null is “no data”.' })
  rate!: number | null;

  @ShownNumber({ nullable: true, description: '95 % Wilson interval.' })
  low!: number | null;

  @ShownNumber({ nullable: true })
  high!: number | null;
}

/** How many obligations were met. */
export class ObligationRatesAnswer extends FiguresAnswer {
  @ShownList(() => ObligationRateAnswer)
  rows!: ObligationRateAnswer[];
}
