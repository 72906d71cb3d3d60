import { applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ReceiptAnswer } from './answer.js';

/** A header of an answer, described once for all in `openapi/headers.ts`. */
export const answered = (...names: ('ETag' | 'Location' | 'Idempotent-Replayed' | 'Retry-After')[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/**
 * The refusals that are a route's own. Those that any route can answer (bad values, no key, too many requests, not now)
 * are added to the description by themselves, see `openapi/problems.ts`.
 */
export const Problems = (...statuses: (404 | 406 | 409 | 412 | 422 | 428)[]): MethodDecorator & ClassDecorator =>
  applyDecorators(...statuses.map((status) => ApiResponse({ status, content: { 'application/problem+json': {} } })));

/** A route that takes an `Idempotency-Key`. */
export const Repeatable = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same request is answered as the first time; nothing is recorded twice.',
    schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
  });

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: true,
  description: 'The ETag of the commitment as you have seen it, or * for any.',
  schema: { type: 'string', pattern: '^\\s*(\\*|"\\d{1,15}")\\s*$', examples: ['"3"', '*'] },
});

/** What the API description says of a route that records something. */
export const CommandAnswers = (summary: string, { change = false }: { change?: boolean } = {}): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    Repeatable(),
    ...(change ? [IF_MATCH] : []),
    ApiCreatedResponse({
      type: ReceiptAnswer,
      description: 'Recorded, and on disk.',
      headers: answered('ETag', 'Location', 'Idempotent-Replayed'),
    }),
    ApiOkResponse({ type: ReceiptAnswer, description: 'True, and nothing to write.', headers: answered('ETag') }),
    Problems(409, 422, ...(change ? ([404, 412, 428] as const) : [])),
  );
