import { describe, expect, it } from '@jest/globals';
import {
  after,
  before,
  type Duration,
  duration,
  type Instant,
  parseInstant,
  type Span,
  span,
  workingTime,
} from './index.js';

const HOUR = 3_600_000;
const nine = [{ opens: '09:00', closes: '18:00' }];
/** Monday to Friday, nine to six. 2026-03-06 is a Friday. */
const working = workingTime({
  timeZone: 'UTC',
  weekly: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine },
  ...{ special: {}, validFrom: '2026-01-01', validTo: '2026-12-31', source: 'test' },
});
const at = (text: string): Instant => parseInstant(`2026-03-${text}Z`);
const elapsed = (hours: number): Duration => duration(hours * HOUR);
const open = (hours: number): Span => ({ businessTime: elapsed(hours) });

describe('a span', () => {
  it.each<[Span]>([[elapsed(0)], [elapsed(1)], [open(4)], [{ businessDays: 0 }], [{ businessDays: 3 }]])(
    '%j is kept',
    (value) => expect(span(value)).toEqual(value),
  );

  it.each<[unknown, code: string, field: string]>([
    [-1, 'duration-out-of-range', '"rules.tellWithin"'],
    [NaN, 'duration-out-of-range', '"rules.tellWithin"'],
    [{ businessTime: -1 }, 'duration-out-of-range', 'rules.tellWithin.businessTime'],
    [{ businessTime: 0.5 }, 'duration-out-of-range', 'rules.tellWithin.businessTime'],
    [{ businessDays: -1 }, 'number-out-of-range', 'rules.tellWithin.businessDays'],
    [{ businessDays: 1.5 }, 'number-out-of-range', 'rules.tellWithin.businessDays'],
    [{ businessDays: 36_526 }, 'number-out-of-range', 'rules.tellWithin.businessDays'],
    [{ businessDays: 1, businessTime: 1 }, 'span-unclear', '"rules.tellWithin"'],
    [{}, 'span-unclear', '"rules.tellWithin"'],
    [null, 'value-missing', '"rules.tellWithin"'],
    ['PT4H', 'value-missing', '"rules.tellWithin"'],
  ])('%j is refused: %s', (value, code, field) => {
    expect(() => span(value as Span, 'rules.tellWithin')).toThrow(code);
    expect(() => span(value as Span, 'rules.tellWithin')).toThrow(field);
  });

  it.each<[Span, after: string, before: string]>([
    [elapsed(4), '06T21:00', '06T13:00'],
    [open(4), '09T12:00', '06T13:00'],
    [{ businessDays: 1 }, '09T17:00', '05T17:00'],
  ])('%j from Friday at five leads to %s, and before it to %s', (value, later, earlier) => {
    expect(after(at('06T17:00'), value, working)).toBe(at(later));
    expect(before(at('06T17:00'), value, working)).toBe(at(earlier));
  });

  it('counted in business time wants a calendar, an elapsed one does not', () => {
    expect(after(at('06T17:00'), elapsed(1))).toBe(at('06T18:00'));
    for (const reckon of [after, before])
      for (const value of [open(1), { businessDays: 1 }])
        expect(() => reckon(at('06T17:00'), value)).toThrow('calendar-missing');
  });

  it('does not lead out of time', () =>
    expect(() => after(parseInstant('9999-12-31T23:00:00Z'), elapsed(1))).toThrow('instant-out-of-range'));
});
