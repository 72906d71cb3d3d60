import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { duration, formatDuration, instant, later, parseDuration } from './index.js';

const A_CENTURY = 36_525 * 86_400_000;

describe('a duration', () => {
  it.each([
    ['PT0S', 0, 'PT0S'],
    ['PT15M', 900_000, 'PT15M'],
    ['PT36H', 129_600_000, 'PT36H'],
    ['P1D', 86_400_000, 'PT24H'],
    ['P1DT1H1M1.5S', 90_061_500, 'PT25H1M1.5S'],
    ['PT0.001S', 1, 'PT0.001S'],
    ['PT90M', 5_400_000, 'PT1H30M'],
    ['P36525D', A_CENTURY, 'PT876600H'],
  ])('%s is %i ms, written %s', (text, milliseconds, written) => {
    expect(parseDuration(text)).toBe(milliseconds);
    expect(formatDuration(duration(milliseconds))).toBe(written);
  });

  it.each(['P', 'PT', 'P1M', 'P1Y', 'P1W', '1H', 'PT1H ', '-PT1H', 'PT-1H', 'PT1.5H', 'PT1S1H', 'PT0.0001S', ''])(
    '%j is none',
    (text) => expect(() => parseDuration(text)).toThrow('duration-malformed'),
  );

  it.each([-1, 0.5, NaN, Infinity, A_CENTURY + 1])('%d is out of range', (milliseconds) =>
    expect(() => duration(milliseconds)).toThrow('duration-out-of-range'),
  );

  it('longer than a century is out of range as text too', () =>
    expect(() => parseDuration('P36525DT0.001S')).toThrow('duration-out-of-range'));

  it('has one zero', () => expect(duration(-0)).toBe(0));

  it('is read as it was written', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: A_CENTURY }), (milliseconds) =>
        expect(parseDuration(formatDuration(duration(milliseconds)))).toBe(milliseconds),
      ),
    ));

  it('leads to a later instant, or out of range', () => {
    expect(later(instant(1_000), duration(500))).toBe(1_500);
    expect(() => later(instant(Date.parse('9999-12-31T23:59:59.999Z')), duration(1))).toThrow('instant-out-of-range');
  });
});
