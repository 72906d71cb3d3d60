import {
  CLARITIES,
  type CorrectExpectation,
  DIMENSIONS,
  MEASURES,
  type RegisterCustomer,
  type ReportSatisfaction,
  SOURCES,
  type StateExpectation,
} from '#kept/domain';
import { Described } from '../http/described.js';
import { EntryBody } from '../http/entry.body.js';
import { Moment, Name, Part, Quantity, Text, Word, Zone } from '../http/fields.js';
import { given } from '../http/given.js';
import { Hours, type HoursBody, hoursOf } from './hours.field.js';
import { LevelBody, levelOf } from '../commitments/bodies/levels.body.js';

export class CustomerPersonalBody {
  @Text({ optional: true })
  name?: string;

  @Text({ optional: true })
  contact?: string;
}

export class CustomerBody {
  @Name()
  customer!: string;

  @Name({ optional: true })
  segment?: string;

  @Zone({ optional: true })
  timeZone?: string;

  @Hours({ optional: true, description: 'When they are open: a promise due outside is made with a warning.' })
  hours?: HoursBody;

  @Moment({ optional: true, description: 'When it happened; default: now. Never later than now.' })
  occurredAt?: string;

  @Part(() => CustomerPersonalBody, { optional: true, description: 'Personal data: read only by those who may.' })
  personal?: CustomerPersonalBody;
}

export function customerOf({ segment, timeZone, hours, personal }: CustomerBody): RegisterCustomer['data'] {
  return given({
    segment,
    timeZone,
    hours: hours && hoursOf(hours, 'hours'),
    personal: personal && given({ name: personal.name, contact: personal.contact }),
  });
}

const noteOf = ({ personal }: EntryBody) => given({ personal: personal && { note: personal.note } });

export class ExpectationBody extends EntryBody {
  @Name({ description: 'The expectation’s id within the customer.' })
  expectation!: string;

  @Word(DIMENSIONS)
  dimension!: StateExpectation['data']['dimension'];

  @Part(() => LevelBody)
  level!: LevelBody;

  @Word(CLARITIES)
  clarity!: StateExpectation['data']['clarity'];

  @Word(SOURCES)
  source!: StateExpectation['data']['source'];
}

export function expectationOf(body: ExpectationBody): StateExpectation['data'] {
  const { expectation, dimension, level, clarity, source } = body;
  return { expectation, dimension, level: levelOf(level), clarity, source, ...noteOf(body) };
}

export class CorrectionBody extends EntryBody {
  @Part(() => LevelBody)
  level!: LevelBody;

  @Word(CLARITIES)
  clarity!: CorrectExpectation['data']['clarity'];

  @Name()
  reason!: string;
}

export function correctionOf(expectation: string, body: CorrectionBody): CorrectExpectation['data'] {
  const { level, clarity, reason } = body;
  return { expectation, level: levelOf(level), clarity, reason, ...noteOf(body) };
}

@Described({
  oneOf: [
    {
      required: ['measure'],
      properties: { measure: { const: 'csat' }, score: { type: 'integer', minimum: 1, maximum: 5 } },
    },
    {
      required: ['measure'],
      properties: { measure: { const: 'nps' }, score: { type: 'integer', minimum: 0, maximum: 10 } },
    },
    {
      required: ['measure'],
      properties: { measure: { const: 'csi' }, score: { type: 'number', minimum: 0, maximum: 100 } },
    },
  ],
  examples: [{ measure: 'nps', score: 9 }],
})
export class SatisfactionBody extends EntryBody {
  @Word(MEASURES)
  measure!: ReportSatisfaction['data']['measure'];

  @Quantity(0, 100, { description: 'CSAT 1–5 and NPS 0–10, whole; CSI 0–100.' })
  score!: number;

  @Name({ optional: true, description: 'The commitment it is about; absent: in general.' })
  commitment?: string;
}

export function satisfactionOf(body: SatisfactionBody): ReportSatisfaction['data'] {
  const { measure, score, commitment } = body;
  return { measure, score, ...given({ commitment }), ...noteOf(body) };
}
