import { canonicalJson, type Json } from '#kept/event-store';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textsIn } from './json-text.js';

const NAMES = ['customer', 'team', 'owner'] as const;
const tricky = fc.constantFrom(...NAMES, 'custome', 'customers', '"team":"x"', '\\', '{', ']', ',', 'owner":"', '');
const anyObject = fc.dictionary(
  fc.oneof(tricky, fc.string()),
  fc.oneof(tricky, fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'grapheme' })),
);

it('finds the texts that are members of the object itself, and nothing else', () =>
  fc.assert(
    fc.property(anyObject, (data) => {
      const expected = Object.fromEntries(
        NAMES.flatMap((name) =>
          Object.hasOwn(data, name) && typeof data[name] === 'string' ? [[name, data[name]]] : [],
        ),
      );
      expect(textsIn(JSON.stringify(data), NAMES)).toEqual(expected);
      expect(textsIn(canonicalJson(JSON.parse(JSON.stringify(data)) as Json), NAMES)).toEqual(expected);
    }),
    { numRuns: 1_000 },
  ));

// What rot on a disk leaves: there must be an end to it.
it.each(['{"team', '{"team":"x', '{"team":"x\\\\\\"', '{"a":{"b":1', '{"a":["x"', '{"a":{"b":"'])(
  'refuses %s',
  (json) => {
    expect(() => textsIn(json, NAMES)).toThrow(SyntaxError);
  },
);
