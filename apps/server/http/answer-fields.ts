import { applyDecorators, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import { answered } from './documented.js';
import { POLICY_SPAN } from './schemas.js';

/** Fields of answers: what the API description says of them. Nothing is checked here but by the tests. */

interface Options {
  optional?: boolean;
  description?: string;
  nullable?: boolean;
}

const shown = (schema: object, { optional = false, ...rest }: Options): PropertyDecorator =>
  ApiProperty({ required: !optional, ...schema, ...rest });

/** An instant, in UTC with milliseconds. */
export const ShownMoment = (options: Options = {}): PropertyDecorator =>
  shown({ type: String, format: 'date-time', examples: ['2026-03-02T08:00:00.000Z'] }, options);

export const ShownText = (options: Options = {}): PropertyDecorator => shown({ type: String }, options);

export const ShownWord = (words: readonly string[], options: Options = {}): PropertyDecorator =>
  shown({ type: String, enum: options.nullable ? [...words, null] : [...words] }, options);

export const ShownWords = (words: readonly string[], options: Options = {}): PropertyDecorator =>
  shown({ type: 'array', items: { type: 'string', enum: [...words] } }, options);

export const ShownFlag = (options: Options = {}): PropertyDecorator => shown({ type: Boolean }, options);

/** Something of many parts, told of elsewhere. */
export const ShownObject = (options: Options = {}): PropertyDecorator =>
  shown({ type: 'object', additionalProperties: true }, options);

/** A number of things. */
export const ShownCount = (options: Options = {}): PropertyDecorator => shown({ type: 'integer', minimum: 0 }, options);

export const ShownNumber = (options: Options = {}): PropertyDecorator => shown({ type: Number }, options);

/** A length of a policy. */
export const ShownSpan = (): PropertyDecorator => shown(POLICY_SPAN, { optional: true });

/** A position of the log. */
export const ShownPosition = (options: Options = {}): PropertyDecorator =>
  shown({ type: String, pattern: '^\\d+$', examples: ['4711'] }, options);

export const ShownPart = (type: () => Type, options: Options = {}): PropertyDecorator =>
  shown({ type: () => type() }, options);

export const ShownList = (type: () => Type, options: Options = {}): PropertyDecorator =>
  shown({ type: () => type(), isArray: true }, options);

/** What the API description says of a route that answers a question. */
export const Answers = (
  summary: string,
  type: Type,
  { headers = [] }: { headers?: Parameters<typeof answered> } = {},
): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiOkResponse({
      type,
      description: 'The answer.',
      ...(headers.length > 0 && { headers: answered(...headers) }),
    }),
  );

/** What the API description says of a route that answers with a file for spreadsheets. */
export const CsvAnswers = (summary: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiOkResponse({
      description: 'RFC 4180, with a line of names. No personal data is in it.',
      headers: { 'Content-Disposition': { required: true, schema: { type: 'string' } } },
      content: { 'text/csv': { schema: { type: 'string' } } },
    }),
  );
