import { applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ReceiptAnswer } from './answer.js';

const PROBLEM = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };

/** Every answer that is not a success is a problem. */
export const Problems = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiResponse({ status: '4XX', description: 'Refused; nothing was recorded.', ...PROBLEM }),
    ApiResponse({ status: '5XX', description: 'Not now; the problem says whether to try again.', ...PROBLEM }),
  );

/** What the API description says of a route that records something. */
export const CommandAnswers = (summary: string, { change = false }: { change?: boolean } = {}): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same key with the same request is answered as the first time; nothing is recorded twice.',
      schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
    }),
    ...(change
      ? [
          ApiHeader({
            name: 'If-Match',
            required: true,
            description: 'The ETag of the commitment as you have seen it, or * for any.',
            schema: { type: 'string' },
          }),
        ]
      : []),
    ApiCreatedResponse({
      type: ReceiptAnswer,
      description: 'Recorded, and on disk.',
      headers: {
        ETag: { schema: { type: 'string' } },
        Location: { schema: { type: 'string' } },
        'Idempotent-Replayed': {
          description: 'Present where this is the first answer again.',
          schema: { type: 'string' },
        },
      },
    }),
    ApiOkResponse({ type: ReceiptAnswer, description: 'True, and nothing to write.' }),
    Problems(),
  );
