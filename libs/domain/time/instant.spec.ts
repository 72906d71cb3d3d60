import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant, type Instant, instant, parseInstant } from './index.js';

const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

describe('an instant', () => {
  it.each([
    ['2024-02-05T00:00:00Z', '2024-02-05T00:00:00.000Z'],
    ['2024-02-05T00:00Z', '2024-02-05T00:00:00.000Z'],
    ['2024-02-05T08:00:00+08:00', '2024-02-05T00:00:00.000Z'],
    ['2024-02-05T00:00:00.5Z', '2024-02-05T00:00:00.500Z'],
    ['2024-02-05T00:00:00.123999Z', '2024-02-05T00:00:00.123Z'],
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, written) => expect(formatInstant(parseInstant(text))).toBe(written));

  it.each([
    '2023-02-29T12:00:00Z',
    '1900-02-29T12:00:00Z',
    '2024-02-30T12:00:00Z',
    '2024-13-01T12:00:00Z',
    '2024-00-01T12:00:00Z',
    '2024-01-00T12:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T12:60:00Z',
    '2024-01-01T12:00:60Z',
    '2024-01-01T12:00:00',
    '2024-01-01',
    '2024-01-01 12:00:00Z',
    '24-01-01T12:00:00Z',
    'yesterday',
    '',
  ])('%s is none', (text) => expect(() => parseInstant(text)).toThrow('instant-malformed'));

  it.each([
    '2024-01-01T12:00:00+99:99',
    '0000-12-31T23:59:59Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
  ])('%s is out of range', (text) => expect(() => parseInstant(text)).toThrow('instant-out-of-range'));

  it.each([NaN, Infinity, 0.5, EARLIEST - 1, LATEST + 1])('%d is out of range', (milliseconds) =>
    expect(() => instant(milliseconds)).toThrow('instant-out-of-range'),
  );

  it('has one zero', () => expect(instant(-0)).toBe(0));

  it('is read as it was written', () =>
    fc.assert(
      fc.property(fc.integer({ min: EARLIEST, max: LATEST }), (milliseconds) =>
        expect(parseInstant(formatInstant(instant(milliseconds)))).toBe(milliseconds),
      ),
    ));

  it('is written as the platform writes it, whichever day was written before', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: EARLIEST, max: LATEST }), { maxLength: 5 }),
        fc.oneof(
          fc.nat(3),
          fc.constantFrom(512, 1_024, 2_048).map((days) => days * 86_400_000),
        ),
        (moments, step) => {
          for (const moment of moments.flatMap((one) => [one, Math.min(one + step, LATEST), one]))
            expect(formatInstant(instant(moment))).toBe(new Date(moment).toISOString());
        },
      ),
    ));

  it.each([1e300, -1e300, NaN, Infinity, 8.64e15 + 86_400_000])('is not written where it is none: %d', (number) => {
    for (let time = 0; time < 2; time += 1) expect(() => formatInstant(number as Instant)).toThrow(RangeError);
  });

  it('is on a day that the calendar has, and on no other', () => {
    for (const year of [1, 4, 100, 400, 1582, 1900, 1999, 2000, 2023, 2024, 2100, 9999])
      for (let month = 0; month <= 13; month += 1)
        for (let day = 0; day <= 32; day += 1) {
          const date = [String(year).padStart(4, '0'), ...[month, day].map((n) => String(n).padStart(2, '0'))].join(
            '-',
          );
          const at = new Date(`2000-01-01T00:00:00.000Z`);
          at.setUTCFullYear(year, month - 1, day);
          const isThere = at.toISOString().startsWith(date);
          const read = (): Instant => parseInstant(`${date}T00:00Z`);
          if (isThere) expect(read()).toBe(at.getTime());
          else expect(read).toThrow('instant-malformed');
        }
  });

  it('is what the platform reads, where the platform reads it', () =>
    fc.assert(
      fc.property(
        fc.date({ min: new Date(EARLIEST), max: new Date(LATEST), noInvalidDate: true }),
        fc.integer({ min: -14, max: 14 }),
        (date, hours) => {
          const offset = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
          const text = date.toISOString().replace('Z', offset);
          fc.pre(Date.parse(text) >= EARLIEST && Date.parse(text) <= LATEST);
          expect(parseInstant(text)).toBe(Date.parse(text));
        },
      ),
    ));
});
