import { ApiProperty } from '@nestjs/swagger';
import { WarningAnswer } from '../http/warnings.js';
import { Described } from '../http/described.js';
import { IntakeLine } from './intake-line.js';

/** A line as it is sent. */
@Described({
  description: 'One line of an intake.',
  examples: [{ id: '2026-03-02/1', command: 'register-customer', body: { customer: 'c-7' } }],
})
export class SentIntakeLine extends IntakeLine {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What the route of the command takes.' })
  body!: object;
}

/** Why a line was not recorded. */
export class LineProblemAnswer {
  @ApiProperty()
  code!: string;

  @ApiProperty({ type: 'integer' })
  status!: number;

  @ApiProperty()
  detail!: string;

  @ApiProperty({ required: false, type: 'array', items: { $ref: '#/components/schemas/FieldProblem' } })
  errors?: object[];
}

/** What became of one line. */
export class LineOutcomeAnswer {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Which line.' })
  line!: number;

  @ApiProperty({ required: false, description: 'Of the command, where the line could be read.' })
  id?: string;

  @ApiProperty({ enum: ['recorded', 'repeated', 'without-effect', 'refused', 'failed'] })
  outcome!: string;

  @ApiProperty({ required: false, description: 'What it was recorded on.' })
  on?: string;

  @ApiProperty({ required: false, type: 'integer', description: 'Of its last entry.' })
  revision?: number;

  @ApiProperty({ required: false, type: [String], description: 'Ids of the entries that were written.' })
  entries?: string[];

  @ApiProperty({ required: false, type: () => [WarningAnswer], description: 'Of a promise: what is strange about it.' })
  warnings?: WarningAnswer[];

  @ApiProperty({ required: false })
  problem?: LineProblemAnswer;
}

class TallyAnswer {
  @ApiProperty({ type: 'integer' })
  lines!: number;

  @ApiProperty({ type: 'integer' })
  recorded!: number;

  @ApiProperty({ type: 'integer', description: 'Recorded before, by the same id.' })
  repeated!: number;

  @ApiProperty({ type: 'integer', description: 'True, and nothing to write.' })
  withoutEffect!: number;

  @ApiProperty({ type: 'integer' })
  refused!: number;

  @ApiProperty({ type: 'integer', description: 'Not recorded for a reason of the server’s; the intake ends there.' })
  failed!: number;
}

/** The last line of an answer. */
export class IntakeSumsAnswer extends TallyAnswer {
  @ApiProperty({ description: 'Whether every line was read.' })
  done!: boolean;

  @ApiProperty({ required: false, pattern: '^\\d+$', description: 'Of the last entry in the log; for `after`.' })
  position?: string;
}

/** How far an intake has come. */
export class IntakeAnswer extends TallyAnswer {
  @ApiProperty()
  intake!: string;

  @ApiProperty({ enum: ['running', 'complete', 'cut-off'] })
  state!: 'running' | 'complete' | 'cut-off';

  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ format: 'date-time', required: false })
  endedAt?: string;
}
