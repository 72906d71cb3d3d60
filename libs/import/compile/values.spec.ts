import { describe, expect, it } from '@jest/globals';
import { formatInstant, timeZone } from '#kept/domain';
import { type Time } from '../mapping/parts.js';
import { RowRejected } from '../problems.js';
import { type Reader, Scope } from './scope.js';
import { time } from './times.js';
import { freeText, identifier, optional, quantity, truth, word } from './values.js';

const SAO_PAULO = {
  timeZone: timeZone('America/Sao_Paulo'),
  timeFormat: 'yyyy-MM-dd HH:mm:ss',
  disambiguation: 'reject' as const,
};

/** What a compiled value makes of a row, or the code it rejects it with. */
function reading<T>(
  compile: (scope: Scope) => Reader<T>,
  row: Record<string, string>,
  defaults: Scope['defaults'] = SAO_PAULO,
) {
  const scope = new Scope(defaults);
  const read = compile(scope);
  const attempt = (): T | string => {
    try {
      return read({ cells: scope.columns.map((column) => row[column] ?? ''), partner: () => undefined });
    } catch (error) {
      if (error instanceof RowRejected) return error.rejection.code;
      throw error;
    }
  };
  return attempt();
}

const at = (spec: Time, row: Record<string, string>, defaults?: Scope['defaults']) => {
  const found = reading((scope) => time(spec, scope), row, defaults);
  return typeof found === 'string' ? found : formatInstant(found);
};

describe('a text', () => {
  it.each([
    ['a constant', 'pge', {}, 'pge'],
    ['an identifier as it stands', { column: 'id' }, { id: '9377952927E-5' }, '9377952927E-5'],
    ['a default for a blank', { column: 'id', default: 'unknown' }, { id: '  ' }, 'unknown'],
    ['a word for a word', { column: 'no', words: { Yes: 'customer' } }, { no: 'Yes' }, 'customer'],
    ['no word for another', { column: 'no', words: { Yes: 'customer' } }, { no: 'yes' }, 'word-unknown'],
    ['several columns', { columns: ['a', 'b'], separator: '-' }, { a: '12', b: '3' }, '12-3'],
    [
      'several columns that could be read two ways',
      { columns: ['a', 'b'], separator: '-' },
      { a: '1-2', b: '3' },
      'separator-in-value',
    ],
    ['several columns, one blank', { columns: ['a', 'b'], separator: '-' }, { a: '1' }, 'value-blank'],
    ['half of a surrogate pair', { column: 'id' }, { id: '\ud800' }, 'identifier-malformed'],
  ])('is %s', (_, spec, row, expected) => {
    expect(reading((scope) => identifier(spec, scope), row)).toBe(expected);
  });

  it('may be long where it is free', () => {
    expect(reading((scope) => freeText({ column: 'note' }, scope), { note: ' a\nb ' })).toBe(' a\nb ');
    expect(reading((scope) => freeText({ column: 'note' }, scope), { note: 'x'.repeat(10_001) })).toBe('text-too-long');
  });

  it('may be left out where it is optional, and is blank', () => {
    expect(reading((scope) => optional({ column: 'note' }, freeText, scope), { note: '' })).toBeUndefined();
    expect(reading((scope) => optional({ column: 'id' }, identifier, scope), { id: ' x' })).toBe(
      'identifier-malformed',
    );
  });
});

describe('numbers, truths and words', () => {
  it.each([
    ['4', 4],
    ['-0.5', -0.5],
    ['NaN', 'number-malformed'],
    ['1e3', 'number-malformed'],
    ['1,5', 'number-malformed'],
    ['', 'value-blank'],
  ])('reads %j as %j', (text, expected) =>
    expect(reading((scope) => quantity({ column: 'n' }, scope), { n: text })).toBe(expected),
  );

  it('knows yes from no', () => {
    const spec = { column: 'sms', words: { '0': 'false', '1': 'true' } };
    expect(reading((scope) => truth(spec, scope), { sms: '1' })).toBe(true);
    expect(reading((scope) => truth({ column: 'sms' }, scope), { sms: '1' })).toBe('word-unknown');
  });

  it('takes a word of the domain from a column', () => {
    const read = (by: string) => reading((scope) => word(['provider', 'customer'])({ column: 'by' }, scope), { by });
    expect([read('customer'), read('constructor')]).toEqual(['customer', 'word-unknown']);
  });
});

describe('a time', () => {
  const day = { column: 'd', format: 'yyyy-MM-dd' };
  it.each([
    ['in the mapping’s zone', { column: 't' }, '2018-01-15 12:00:00', '2018-01-15T14:00:00.000Z'],
    ['in its own zone', { column: 't', timeZone: 'Asia/Shanghai' }, '2018-01-15 12:00:00', '2018-01-15T04:00:00.000Z'],
    ['with an offset', { column: 't', format: 'iso' }, '2018-01-15T12:00:00+08:00', '2018-01-15T04:00:00.000Z'],
    [
      'with an offset of a pattern',
      { column: 't', format: 'dd/MM/yyyy HH:mm XXX' },
      '15/01/2018 12:00 +08:00',
      '2018-01-15T04:00:00.000Z',
    ],
    [
      'with letters that mean nothing',
      { column: 't', format: "yyyy-MM-dd'T'HH:mm:ss'Z'" },
      '2018-01-15T12:00:00Z',
      '2018-01-15T14:00:00.000Z',
    ],
    [
      'in short',
      { column: 't', format: 'M/d/yyyy H:mm', timeZone: 'UTC' },
      '1/5/2018 9:30',
      '2018-01-05T09:30:00.000Z',
    ],
    ['in seconds since 1970', { column: 't', format: 'unix-seconds' }, '1516017600', '2018-01-15T12:00:00.000Z'],
    [
      'in milliseconds since 1970',
      { column: 't', format: 'unix-milliseconds' },
      '1516017600001',
      '2018-01-15T12:00:00.001Z',
    ],
    ['twice, when the clocks go back', { column: 't' }, '2018-02-17 23:30:00', 'local-time-exists-twice'],
    [
      'twice, the earlier',
      { column: 't', disambiguation: 'earlier' as const },
      '2018-02-17 23:30:00',
      '2018-02-18T01:30:00.000Z',
    ],
    [
      'twice, the later',
      { column: 't', disambiguation: 'later' as const },
      '2018-02-17 23:30:00',
      '2018-02-18T02:30:00.000Z',
    ],
    ['never, when the clocks go forward', { column: 't' }, '2018-11-04 00:30:00', 'local-time-does-not-exist'],
    [
      'never, the later reading',
      { column: 't', disambiguation: 'later' as const },
      '2018-11-04 00:30:00',
      '2018-11-04T03:30:00.000Z',
    ],
    ['of another format', { column: 't' }, '2018-01-15T12:00:00', 'time-malformed'],
    ['with something after it', { column: 't' }, '2018-01-15 12:00:00.5', 'time-malformed'],
    ['at hour 24', { column: 't' }, '2018-01-15 24:00:00', 'instant-malformed'],
    ['on a day that no calendar has', { column: 't' }, '2018-02-29 12:00:00', 'instant-malformed'],
    ['in the year 0', { column: 't' }, '0000-01-15 12:00:00', 'instant-malformed'],
  ])('is read %s', (_, spec, t, expected) => expect(at(spec, { t })).toBe(expected));

  it('of a promised day is its last millisecond there', () => {
    expect(at({ endOfDay: day }, { d: '2018-01-15' })).toBe('2018-01-16T01:59:59.999Z');
    expect(at({ startOfDay: day }, { d: '2018-01-15' })).toBe('2018-01-15T02:00:00.000Z');
  });

  it('of a day is that day’s in the zone, where the column tells an instant', () => {
    expect(at({ endOfDay: { column: 't', format: 'iso' } }, { t: '2018-01-15T01:00:00Z' })).toBe(
      '2018-01-15T01:59:59.999Z',
    );
  });

  it('of a day the clocks shorten at midnight begins when the day does', () => {
    expect(at({ startOfDay: day }, { d: '2018-11-04' })).toBe('2018-11-04T03:00:00.000Z');
  });

  it('may be the later or the earlier of several', () => {
    const both = [{ endOfDay: day }, { column: 't' }];
    const row = { d: '2018-01-15', t: '2018-01-17 08:00:00' };
    expect(at({ laterOf: both }, row)).toBe('2018-01-17T10:00:00.000Z');
    expect(at({ earlierOf: both }, row)).toBe('2018-01-16T01:59:59.999Z');
    expect(at({ laterOf: both }, { d: '2018-01-15' })).toBe('value-blank');
  });

  it('is read the same the second time, whatever was read between', () => {
    const scope = new Scope(SAO_PAULO);
    const read = time({ column: 't' }, scope);
    const readAt = (second: number) =>
      read({ cells: [`2018-01-15 ${new Date(second * 1000).toISOString().slice(11, 19)}`], partner: () => undefined });
    const first = Array.from({ length: 5000 }, (_, second) => readAt(second));
    expect(Array.from({ length: 5000 }, (_, second) => readAt(second))).toEqual(first);
  });
});
