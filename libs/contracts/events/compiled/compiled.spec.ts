import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { ACCESS_SCHEMAS, COMMITMENT_SCHEMAS, CUSTOMER_SCHEMAS, TEAM_SCHEMAS } from '../schemas.js';
import { Elapsed, Moment, Zone } from '../values.js';
import { compiled, FAILED } from './index.js';
import { definitionOf, type Direction } from './pass.js';

const SCHEMAS: [string, z.ZodType][] = Object.entries({
  ...COMMITMENT_SCHEMAS,
  ...CUSTOMER_SCHEMAS,
  ...TEAM_SCHEMAS,
  ...ACCESS_SCHEMAS,
});

const WRITTEN = new Map<unknown, fc.Arbitrary<string>>([
  [Moment, fc.constantFrom('2024-02-29T23:59:59.999Z', '0001-01-01T00:00:00.000Z', '2024-02-05T08:00+08:00')],
  [Elapsed, fc.constantFrom('PT0S', 'PT36H', 'P1DT0.5S', 'PT15M')],
  [Zone, fc.constantFrom('UTC', 'Asia/Shanghai', 'asia/kolkata')],
]);

/** Stored values that a schema may accept, any of its optional parts present or absent. */
function storedFor(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const known = WRITTEN.get(schema);
  if (known) return known;
  const def = definitionOf(schema);
  switch (def.type) {
    case 'string':
      return fc.string({ unit: 'binary', minLength: 1, maxLength: 4 });
    case 'number':
      return fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, 6, 0.5, 2 ** 53));
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'union':
      return fc.oneof(...def.options.map(storedFor));
    case 'optional':
      return storedFor(def.innerType);
    case 'array':
      return fc.array(storedFor(def.element), { maxLength: 3 });
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 4 }), storedFor(def.valueType), {
        maxKeys: 2,
        noNullPrototype: true,
      });
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(def.shape).map(([key, part]) => [key, storedFor(part)])), {
        requiredKeys: Object.keys(def.shape).filter((key) => definitionOf(def.shape[key]!).type !== 'optional'),
        noNullPrototype: true,
      });
    default:
      throw new Error(`no schema of an event has a ${def.type}`);
  }
}

const junk = fc.constantFrom<unknown[]>(
  ...[null, true, 0, -0, -1, 1.5, NaN, Infinity, 2 ** 60, 8.64e15, 1e300, 10n, '', ' ', 'kept', '__proto__', [], {}],
  ...[[[]], [undefined], { length: 1 }, new Date(0), new Map(), Symbol.iterator, () => 1, 'PT', 'P1M', 'PT1e3S'],
  ...['2024-02-30T00:00:00.000Z', '2024-02-05T24:00:00.000Z', '2024-02-05', '+020240-02-05T00:00:00.000Z', '+08:00'],
);

/** What is done to a value somewhere within it. */
const damages = fc.array(
  fc.record({
    way: fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }),
    deed: fc.constantFrom('replace' as const, 'remove' as const, 'add' as const, 'blank' as const),
    by: junk,
  }),
  { maxLength: 2 },
);
interface Damage {
  /** Which key on each level. */
  way: number[];
  deed: 'replace' | 'remove' | 'add' | 'blank';
  by: unknown;
}

function damaged(value: unknown, { way: [turn = 0, ...on], deed, by }: Damage): unknown {
  if (typeof value !== 'object' || value === null) return deed === 'replace' ? by : value;
  const keys = Object.keys(value);
  const key = keys[turn % (keys.length + 1)];
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  if (key === undefined) {
    if (deed === 'replace') return by;
    if (deed === 'add')
      Object.defineProperty(copy, typeof by === 'string' ? by : 'stranger', { value: by, enumerable: true });
  } else if (on.length > 1 && typeof copy[key] === 'object') copy[key] = damaged(copy[key], { way: on, deed, by });
  else if (deed === 'remove') Reflect.deleteProperty(copy, key);
  else copy[key] = deed === 'blank' ? undefined : by;
  return copy;
}

/** What the schema itself says; an error that it lets through is a refusal too. */
function byReference(schema: z.ZodType, direction: Direction, value: unknown): unknown {
  try {
    const result = (direction === 'decode' ? z.safeDecode : z.safeEncode)(schema, value);
    return result.success ? result.data : FAILED;
  } catch {
    return FAILED;
  }
}

function byCompiled(schema: z.ZodType, direction: Direction, value: unknown): unknown {
  try {
    return compiled(schema, direction)(value);
  } catch {
    return FAILED;
  }
}

/** Part by part in the same order, minus zero and all. */
const exactly = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (Object.is(part, -0) ? '-0' : part === undefined ? 'undefined' : part));

const holdsUndefined = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).some((one) => one === undefined || holdsUndefined(one));

describe.each(SCHEMAS)('%s, compiled', (_, schema) => {
  it.each(['decode', 'encode'] as const)(
    '%ss what its schema does, value for value and refusal for refusal',
    (direction) => {
      const tally = { taken: 0, refused: 0 };
      fc.assert(
        fc.property(storedFor(schema), damages, (stored, damage) => {
          const sound = direction === 'decode' ? stored : byReference(schema, 'decode', stored);
          fc.pre(sound !== FAILED);
          const value = damage.reduce(damaged, sound);
          const [reference, quick] = [byReference(schema, direction, value), byCompiled(schema, direction, value)];
          if (quick !== FAILED) expect(exactly(quick)).toBe(exactly(reference));
          // What is there and undefined is left to the schema, which takes it where a part may be absent.
          else if (!holdsUndefined(value)) expect(reference).toBe(FAILED);
          if (quick !== FAILED) expect(reference).not.toBe(FAILED);
          tally[quick === FAILED ? 'refused' : 'taken'] += 1;
        }),
        { numRuns: 300 },
      );
      expect(Math.min(tally.taken, tally.refused)).toBeGreaterThan(20);
    },
  );
});

describe('a schema of a kind that is not compiled', () => {
  it.each([
    ['a text of a format', z.email(), 'nobody'],
    ['a text with a check of its own', z.string().max(2), 'abc'],
    ['a number with a check of its own', z.number().multipleOf(2), 3],
    ['a list with a check', z.array(z.string()).min(2), ['a']],
    ['an object that takes strangers', z.looseObject({ a: z.string() }), { a: 1 }],
    ['a custom check with another', z.custom<number>((one) => one === 1).refine(() => false), 1],
    ['a default', z.string().default('b'), 1],
  ])('is left to Zod: %s', (_, schema, wrong) => {
    expect(compiled(schema, 'decode')(wrong)).toBe(FAILED);
  });

  it('passes what Zod passes', () => {
    expect(compiled(z.looseObject({ a: z.string() }), 'decode')({ a: 'b', c: 1 })).toEqual({ a: 'b', c: 1 });
    expect(compiled(z.strictObject({ a: z.string().default('b') }), 'decode')({ a: 'c' })).toEqual({ a: 'c' });
  });
});
