import { ApiProperty } from '@nestjs/swagger';
import { ShownFlag, ShownList, ShownMoment, ShownObject, ShownText, ShownWord } from '../http/answer-fields.js';
import { ObligationAnswer } from './obligation.answer.js';

/** One of the lengths that a deadline is reckoned from. */
export class ReckoningAnswer {
  @ShownText({ description: 'The rule of the policy.' })
  rule!: string;

  @ShownWord(['due', 'start', 'entry'], { description: 'What it counts from.' })
  from!: string;

  @ShownMoment()
  at!: string;

  @ApiProperty({
    oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }],
    description: 'An ISO 8601 duration, or business time.',
  })
  length!: string | object;

  @ShownWord(['after', 'before'])
  direction!: string;

  @ShownMoment()
  moment!: string;

  @ShownFlag({ description: 'It lay behind already, so the due itself counts.' })
  tooLate!: boolean;

  @ShownObject({
    optional: true,
    description: 'Of business time: the hours or days counted, the days skipped and why, and the versions used.',
  })
  explanation?: object;
}

/** An obligation, and how its deadline came about. */
export class ExplainedObligationAnswer extends ObligationAnswer {
  @ShownList(() => ReckoningAnswer, {
    description: 'The earliest of them that lies ahead is the deadline, before pauses.',
  })
  reckonings!: ReckoningAnswer[];
}

/** How the deadlines of a commitment came about. */
export class DeadlinesAnswer {
  @ShownText()
  commitment!: string;

  @ShownText()
  policy!: string;

  @ShownText({ optional: true, description: 'The calendar that is pinned.' })
  calendar?: string;

  @ShownList(() => ExplainedObligationAnswer)
  obligations!: ExplainedObligationAnswer[];

  @ShownMoment({ description: 'How far time had run.' })
  at!: string;
}
