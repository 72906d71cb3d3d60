import { describe, expect, it } from '@jest/globals';
import { parseMapping } from './read-mapping.js';

const entry = {
  entry: 'withdrawal',
  commitment: { column: 'id' },
  at: { column: 'at' },
  by: 'customer',
  reason: 'no-show',
};
const mapping = (changes: object = {}, input: object = {}) => ({
  name: 'a-source',
  timeZone: 'UTC',
  inputs: { rows: { file: 'rows.csv', rules: [{ entries: [entry] }], ...input } },
  ...changes,
});
const withEntry = (changes: object) => mapping({}, { rules: [{ entries: [{ ...entry, ...changes }] }] });

describe('a mapping', () => {
  it('may explain itself anywhere', () => {
    const explained = mapping(
      { $comment: ['why', 1] },
      { description: 'rows', rules: [{ $comment: 'x', ignore: 'all' }] },
    );
    expect(parseMapping(explained).name).toBe('a-source');
  });

  it.each([
    [mapping({ timezone: 'UTC' }), 'at the top: there is no key "timezone" here'],
    [mapping({ timeZone: 'Mars/Olympus' }), 'timeZone: expected a time zone such as "America/Sao_Paulo"'],
    [mapping({ timeZone: undefined }), 'timeZone: Invalid input: expected string'],
    [mapping({ timeFormat: 'YYYY' }), 'timeFormat: expected "iso"'],
    [mapping({ tolerance: 'P1M' }), 'tolerance: expected a duration such as "PT36H"'],
    [mapping({ inputs: {} }), 'inputs: expected at least one input'],
    [mapping({}, { rules: [] }), 'inputs.rows: expected "rules", or a "key" for joins'],
    [mapping({}, { key: { column: 'id' } }), 'inputs.rows.key: no join asks for this input'],
    [mapping({}, { rules: [{}] }), 'inputs.rows.rules[0]: expected exactly one of "entries", "ignore" and "keep"'],
    [mapping({}, { rules: [{ keep: true }] }), 'inputs.rows.rules[0].keep: the input has no "key" to be found by'],
    [mapping({}, { delimiter: 'x' }), 'inputs.rows.delimiter: '],
    [
      mapping({}, { joins: { a: { input: 'none', on: { column: 'id' } } } }),
      'inputs.rows.joins.a.input: there is no input "none"',
    ],
    [withEntry({ by: 'provder' }), 'inputs.rows.rules[0].entries[0].by: '],
    [withEntry({ entry: 'withdrawl' }), 'inputs.rows.rules[0].entries[0].entry: '],
    [withEntry({ at: { colum: 'at' } }), 'inputs.rows.rules[0].entries[0].at'],
    [
      withEntry({ at: { column: 'at', zone: 'UTC' } }),
      'inputs.rows.rules[0].entries[0].at: there is no key "zone" here',
    ],
    [withEntry({ at: '2024-02-30T00:00:00Z' }), 'at: expected an instant such as "2024-02-05T00:00:00Z"'],
    [withEntry({ at: { laterOf: [{ column: 'a' }] } }), 'at.laterOf: '],
    [
      withEntry({ commitment: { join: 'other', column: 'id' } }),
      'commitment.join: the input "rows" has no join "other"',
    ],
    [withEntry({ reason: 7 }), 'inputs.rows.rules[0].entries[0].reason: expected string or object'],
  ])('%# is refused with the place and what belongs there', (json, message) => {
    expect(() => parseMapping(json)).toThrow(message);
  });

  it('refuses joins that go round in a circle', () => {
    const input = (partner: string) => ({
      file: `${partner}.csv`,
      key: { column: 'id' },
      joins: { other: { input: partner, on: { column: 'id' } } },
    });
    expect(() => parseMapping(mapping({ inputs: { a: input('b'), b: input('a') } }))).toThrow('round in a circle');
  });
});
