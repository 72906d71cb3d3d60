import {
  freeText,
  identifier,
  integerBetween,
  numberBetween,
  oneOf,
  parseDuration,
  parseInstant,
  Refusal,
  refuse,
  timeZone,
} from '#kept/domain';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { accepts } from './accepted.js';
import { refuseRequest, RequestRefused } from './request-refused.js';
import { DAY, MOMENT, NAME, POLICY_SPAN, SPAN, TEXT, ZONE } from './schemas.js';
import { type SpanBody, spanOf } from './span.js';

/**
 * Fields of request bodies. One decorator says what is accepted and what the API description says of it, so that the
 * two cannot drift apart; and what is accepted is the domain's own check, so that neither can the edge and the domain.
 */

/** Throws a `Refusal` for what is not accepted. */
export type Check = (value: never, field: string) => unknown;

/** What class-validator hands on with a failure: how to find out why. */
export interface CheckContext {
  check: Check;
}

export interface FieldOptions {
  description?: string;
  optional?: boolean;
  examples?: readonly unknown[];
}

/** The name of the one constraint that these decorators use. */
export const CHECKED = 'checked';

/** A field that is checked, and described. */
export function field(check: Check, schema: object, { optional = false, ...described }: FieldOptions) {
  const documented = { ...schema, ...described };
  return applyDecorators(
    optional ? ApiPropertyOptional(documented) : ApiProperty(documented),
    ...(optional ? [unlessAbsent()] : []),
    checked(check),
    accepts({ optional, check }),
  );
}

const checked = (check: Check): PropertyDecorator =>
  ValidateBy(
    {
      name: CHECKED,
      validator: {
        validate: (value: never, args) => refusalOf(check, value, args?.property ?? '') === undefined,
        // Never shown: the reason is asked of the check again, with the whole path of the field.
        defaultMessage: () => CHECKED,
      },
    },
    { context: { check } satisfies CheckContext },
  );

/** A name for a thing, see the domain's `identifier`. */
export const Name = (options: FieldOptions = {}): PropertyDecorator => field(identifier, NAME, options);

/** Free text in somebody's words. */
export const Text = (options: FieldOptions = {}): PropertyDecorator => field(freeText, TEXT, options);

/** An instant with its offset. */
export const Moment = (options: FieldOptions = {}): PropertyDecorator =>
  field((value: string, name) => parseInstant(written(MOMENT_WRITTEN, value, name), name), MOMENT, options);

/** A calendar day. */
export const Day = (options: FieldOptions = {}): PropertyDecorator =>
  field((value: string, name) => parseInstant(`${written(DAY_WRITTEN, value, name)}T00:00:00Z`, name), DAY, options);

export const Span = (options: FieldOptions = {}): PropertyDecorator =>
  field((value: string, name) => parseDuration(text(value, name), name), SPAN, options);

/** A length of a policy: elapsed, or counted by the team's calendar. */
export const PolicySpan = (options: FieldOptions = {}): PropertyDecorator =>
  field((value: SpanBody, name) => spanOf(value, name), POLICY_SPAN, options);

export const Zone = (options: FieldOptions = {}): PropertyDecorator =>
  field((value: string, name) => timeZone(text(value, name), name), ZONE, options);

export const Word = (words: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field((value: string, name) => oneOf(text(value, name), words, name), { type: String, enum: [...words] }, options);

export const Flag = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    (value: unknown, name) =>
      typeof value === 'boolean' ? value : refuseRequest('not-a-truth-value', { field: name }),
    { type: Boolean },
    options,
  );

export const Whole = (least: number, most: number, options: FieldOptions = {}): PropertyDecorator =>
  field(
    (value: number, name) => integerBetween(value, least, most, name),
    { type: 'integer', minimum: least, maximum: most },
    options,
  );

export const Quantity = (least: number, most: number, options: FieldOptions = {}): PropertyDecorator =>
  field(
    (value: number, name) => numberBetween(value, least, most, name),
    { type: Number, minimum: least, maximum: most },
    options,
  );

export const Names = (most: number, options: FieldOptions = {}): PropertyDecorator =>
  field(
    (values: string[], name) => {
      if (!Array.isArray(values) || values.length > most) refuseRequest('not-a-list', { field: name, most });
      for (const [index, value] of values.entries()) identifier(value, `${name}.${index}`);
    },
    { type: 'array', items: NAME, maxItems: most },
    options,
  );

/** Words out of a list, as a list. */
export const Words = (words: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field(
    (values: unknown, name) => {
      if (!Array.isArray(values) || values.length > words.length)
        return refuseRequest('not-a-list', { field: name, most: words.length });
      return values.map((value, index) => oneOf(text(value, `${name}.${index}`), words, `${name}.${index}`));
    },
    { type: 'array', items: { type: 'string', enum: [...words] }, maxItems: words.length },
    options,
  );

/** A part that has fields of its own. */
export function Part(type: () => abstract new () => object, { optional = false, ...described }: FieldOptions = {}) {
  // Nest knows a class that is named later by the name of the function: it must be `type`.
  const documented = { type: () => type(), ...described } as ApiPropertyOptions;
  return applyDecorators(
    optional ? ApiPropertyOptional(documented) : ApiProperty(documented),
    ...(optional ? [unlessAbsent()] : []),
    Type(type),
    // Else a part that is missing, or is a list of parts, would be taken for one.
    checked(partOf),
    ValidateNested(),
    accepts({ optional, check: partOf, part: type as () => new () => object }),
  );
}

/** A list of parts that have fields of their own. */
export function Parts(type: () => abstract new () => object, most: number, described: FieldOptions = {}) {
  const documented = { type: () => type(), isArray: true, maxItems: most, ...described } as ApiPropertyOptions;
  return applyDecorators(
    ApiPropertyOptional(documented),
    unlessAbsent(),
    Type(type),
    checked((values: unknown, name) => {
      if (!Array.isArray(values) || values.length > most) return refuseRequest('not-a-list', { field: name, most });
      return values.map((value, index) => partOf(value as never, `${name}.${index}`));
    }),
    ValidateNested({ each: true }),
    // Such lists are rare: class-validator looks at them, and nothing else has to know how.
    accepts({ optional: true, check: (_, name) => refuseRequest('not-a-list', { field: name, most }) }),
  );
}

const partOf: Check = (value: unknown, name: string) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : refuseRequest('not-an-object', { field: name });

/** Why a check does not accept a value; `undefined` where it does. */
export function refusalOf(check: Check, value: never, name: string): Refusal | RequestRefused | undefined {
  try {
    check(value, name);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal || error instanceof RequestRefused) return error;
    throw error;
  }
}

/** Absent is fine, `null` is not: it would be lost. */
const unlessAbsent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

function text(value: unknown, name: string): string {
  return typeof value === 'string' ? value : refuse('value-missing', { field: name });
}

const [MOMENT_WRITTEN, DAY_WRITTEN] = [MOMENT, DAY].map(({ pattern }) => new RegExp(pattern, 'u')) as [RegExp, RegExp];

/** The domain reads more ways of writing a time than a description can name; requests write it one way. */
function written(way: RegExp, value: unknown, name: string): string {
  const said = text(value, name);
  return way.test(said) ? said : refuse('instant-malformed', { field: name, value: said.slice(0, 40) });
}
