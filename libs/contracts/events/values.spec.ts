import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Duration } from '#kept/domain';
import { z } from 'zod';
import { Elapsed, Moment, Span } from './values.js';

const FIRST = Date.parse('0001-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

describe('an instant as it is written', () => {
  it('is read as what was written, to the millisecond', () =>
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), (at) =>
        expect(z.decode(Moment, new Date(at).toISOString())).toBe(at),
      ),
    ));

  it.each([
    '2023-02-29T00:00:00.000Z',
    '2024-04-31T12:00:00.000Z',
    '2024-02-05T24:00:00.000Z',
    '2024-02-05T12:60:00.000Z',
    '2024-02-05T12:00:60.000Z',
    '0000-12-31T00:00:00.000Z',
    '2024-13-01T00:00:00.000Z',
    '2024-02-05T12:00:00,000Z',
  ])('is refused where there is no such time: %s', (text) => {
    expect(z.safeDecode(Moment, text).success).toBe(false);
    // Not only the first time it is met.
    expect(z.safeDecode(Moment, text).success).toBe(false);
  });
});

describe('a length of time as it is written', () => {
  it('is read the same however often it comes, and refused as often', () => {
    for (let time = 0; time < 2; time += 1) {
      expect(z.decode(Elapsed, 'P1DT1H')).toBe(25 * 3_600_000);
      expect(z.safeDecode(Elapsed, 'P1M').success).toBe(false);
    }
  });
});

describe('a length of a policy as it is written', () => {
  it.each<[written: unknown, read: unknown]>([
    ['PT4H', 14_400_000],
    [{ businessTime: 'PT4H' }, { businessTime: 14_400_000 }],
    [{ businessDays: 3 }, { businessDays: 3 }],
  ])('%j is read, and written the same', (written, read) => {
    expect(z.decode(Span, written as 'PT4H')).toEqual(read);
    expect(z.encode(Span, read as Duration)).toEqual(written);
  });

  it.each<unknown>([
    {},
    { businessDays: 1.5 },
    { businessTime: 'PT4H', businessDays: 1 },
    { businessTime: 4 },
    4,
    null,
  ])('%j is none', (written) => expect(z.safeDecode(Span, written as 'PT4H').success).toBe(false));
});
