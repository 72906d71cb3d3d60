import { WITHHELD } from '#kept/contracts';
import { canonicalJson, type Json } from '#kept/event-store';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutWithheld } from './withheld.js';

/** Names and texts that look like what is searched for, or like the end of something. */
const tricky = fc.constantFrom(
  ...[
    'personal',
    'sealed',
    'personal":',
    '"personal":',
    '\\',
    '\\\\',
    '"',
    '\\"personal\\":{',
    '}',
    ']',
    ',',
    '{"',
    'x',
  ],
);
const anyText = fc.oneof(
  tricky,
  fc.array(tricky, { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string(),
);
const { json: anyJson } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom(null, true, false, 0, -1.5e-7), anyText),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(anyText, tie('json'), { maxKeys: 5 }),
  ),
}));
const anyObject = fc.dictionary(anyText, anyJson, { maxKeys: 6 });

/** What is meant, by taking everything apart. */
function cleaned(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  const kept = Object.entries(value).filter(([name]) => !WITHHELD.includes(name));
  return Object.fromEntries(kept.map(([name, each]) => [name, cleaned(each)]));
}

describe('withoutWithheld', () => {
  it('leaves out exactly the members with these names, wherever they are', () =>
    fc.assert(
      fc.property(anyObject, (data) => {
        expect(withoutWithheld(JSON.stringify(data))).toBe(JSON.stringify(cleaned(data)));
      }),
      { numRuns: 2_000 },
    ));

  it('does so in the form in which the ledger keeps data', () =>
    fc.assert(
      fc.property(anyObject, (data) => {
        const stored = canonicalJson(data);
        expect(JSON.parse(withoutWithheld(stored))).toEqual(JSON.parse(JSON.stringify(cleaned(data))));
      }),
    ));

  it.each<[string, string]>([
    ['{}', '{}'],
    ['{"personal":{}}', '{}'],
    ['{"personal":1,"sealed":"\\\\"}', '{}'],
    ['{"personal":1,"sealed":2,"team":"north"}', '{"team":"north"}'],
    ['{"a":1,"personal":{"sealed":{"b":"}\\""}},"sealed":[[]],"z":null}', '{"a":1,"z":null}'],
    ['{"keys":[{"id":"k","sealed":"x"},{"sealed":"y"}]}', '{"keys":[{"id":"k"},{}]}'],
    ['{"note":"\\"personal\\":1","personally":2}', '{"note":"\\"personal\\":1","personally":2}'],
  ])('makes of %s %s', (json, without) => expect(withoutWithheld(json)).toBe(without));

  it('is done with ten megabytes at once', () => {
    const long = 'x\\"'.repeat(3_000_000);
    expect(withoutWithheld(JSON.stringify({ a: long, personal: long, z: 1 }))).toBe(JSON.stringify({ a: long, z: 1 }));
  });
});
