import { identifier, refuse } from '#kept/domain';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { field, type FieldOptions } from './fields.js';
import { refuseRequest } from './request-refused.js';
import { NAME } from './schemas.js';

/** Fields of queries: everything arrives as text, and what may be given several times as one text or a list. */

/** As many digits as a number keeps exactly. */
export const POSITION = /^\d{1,15}$/;

/** A position of the log, as answers give it. */
export const PositionText = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    (value: unknown, name) =>
      typeof value === 'string' && POSITION.test(value)
        ? value
        : refuseRequest('position-malformed', { field: name, value: String(value).slice(0, 40) }),
    { type: 'string', pattern: POSITION.source, examples: ['4711'] },
    options,
  );

/** A whole number between bounds, both inclusive. */
export const WholeText = (least: number, most: number, options: FieldOptions = {}): PropertyDecorator =>
  field(
    (value: unknown, name) =>
      typeof value === 'string' && /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most
        ? value
        : refuse('number-out-of-range', { field: name, value: String(value).slice(0, 40), least, most }),
    { type: 'integer', minimum: least, maximum: most },
    options,
  );

export const TruthText = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    (value: unknown, name) =>
      value === 'true' || value === 'false' ? value : refuseRequest('not-a-truth-value', { field: name }),
    { type: 'boolean' },
    options,
  );

const MOST = 100;

/** Names, each given by itself: `team=north&team=south`. */
export const NameList = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    listed(),
    field(
      (values: unknown, name) => {
        for (const value of listOf(values, name)) identifier(value as string, name);
      },
      { type: 'array', items: NAME, maxItems: MOST },
      options,
    ),
  );

/** Words out of a list, each given by itself, or with commas between them. */
export const WordList = (words: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => [value].flat().flatMap((one) => split(one))),
    field(
      (values: unknown, name) => {
        for (const value of listOf(values, name))
          if (!words.includes(value as string))
            refuse('value-not-in-list', { field: name, value: String(value).slice(0, 40), allowed: words.join(', ') });
      },
      { type: 'array', items: { type: 'string', enum: [...words] }, maxItems: MOST },
      options,
    ),
  );

const listed = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => [value].flat());

const split = (value: unknown): unknown => (typeof value === 'string' ? value.split(',') : value);

function listOf(values: unknown, name: string): unknown[] {
  return Array.isArray(values) && values.length <= MOST
    ? (values as unknown[])
    : refuseRequest('not-a-list', { field: name, most: MOST });
}
