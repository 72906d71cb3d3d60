import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import { NDJSON } from '../http/bodies.js';
import { answered } from '../http/documented.js';
import { IntakeSumsAnswer, LineOutcomeAnswer, SentIntakeLine } from './intake-answers.js';

/** JSON Schema has no word for lines: `contentSchema` is that of each, and the description says so. */
const lines = (description: string, ...types: (new () => object)[]): object => {
  const each = types.map((type) => ({ $ref: getSchemaPath(type) }));
  return {
    type: 'string',
    description,
    contentMediaType: NDJSON,
    contentSchema: each.length > 1 ? { oneOf: each } : each[0],
  };
};

/** What the API description says of an intake. */
export const IntakeAnswers = (summary: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiExtraModels(SentIntakeLine, LineOutcomeAnswer, IntakeSumsAnswer),
    ApiConsumes(NDJSON),
    ApiBody({ required: true, schema: lines('JSON objects, one a line.', SentIntakeLine) }),
    ApiOkResponse({
      description: 'Read, line by line. Every line has its outcome; the last line has the sums.',
      headers: answered('Location'),
      content: {
        [NDJSON]: { schema: lines('The outcome of every line, in their order.', LineOutcomeAnswer, IntakeSumsAnswer) },
      },
    }),
  );
