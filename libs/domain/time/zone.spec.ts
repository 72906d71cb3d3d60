import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { Refusal } from '../refusal.js';
import { endOfDay, formatInstant, fromLocal, instant, type LocalTime, startOfDay, timeZone, toLocal } from './index.js';

const berlin = timeZone('Europe/Berlin');
const shanghai = timeZone('Asia/Shanghai');
const saoPaulo = timeZone('America/Sao_Paulo');
const apia = timeZone('Pacific/Apia');
const lordHowe = timeZone('Australia/Lord_Howe');

const day = (text: string): LocalTime => {
  const [year, month, date] = text.split('-').map(Number) as [number, number, number];
  return { year, month, day: date };
};
const at = (text: string): LocalTime => {
  const [date, clock] = text.split(' ') as [string, string];
  const [hour, minute] = clock.split(':').map(Number) as [number, number];
  return { ...day(date), hour, minute };
};

describe('a time zone', () => {
  it.each([
    ['Asia/Shanghai', 'Asia/Shanghai'],
    ['asia/shanghai', 'Asia/Shanghai'],
    ['utc', 'UTC'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
  ])('%s is kept as %s', (name, kept) => expect(timeZone(name)).toBe(kept));

  it.each(['+08:00', 'GMT+8 ', 'Mars/Olympus', 'Asia', '', '__proto__', '\ud800', 'x'.repeat(10_000)])(
    '%j is none',
    (name) => expect(() => timeZone(name)).toThrow('time-zone-unknown'),
  );
});

describe('a local time', () => {
  it.each([
    ['2024-02-05 08:00', shanghai, '2024-02-05T00:00:00.000Z'],
    ['2024-07-01 12:00', berlin, '2024-07-01T10:00:00.000Z'],
    ['2024-03-31 01:59', berlin, '2024-03-31T00:59:00.000Z'],
    ['2024-03-31 03:00', berlin, '2024-03-31T01:00:00.000Z'],
  ] as const)('%s in %s is %s', (text, zone, expected) =>
    expect(formatInstant(fromLocal(at(text), zone))).toBe(expected),
  );

  it.each([
    // The clocks skip from 02:00 to 03:00: by the offset after the change, and before it.
    ['2024-03-31 02:30', berlin, 'local-time-does-not-exist', '2024-03-31T00:30:00.000Z', '2024-03-31T01:30:00.000Z'],
    // … and go back from 03:00 to 02:00.
    ['2024-10-27 02:30', berlin, 'local-time-exists-twice', '2024-10-27T00:30:00.000Z', '2024-10-27T01:30:00.000Z'],
    // Lord Howe moves its clocks by half an hour.
    ['2024-10-06 02:15', lordHowe, 'local-time-does-not-exist', '2024-10-05T15:15:00.000Z', '2024-10-05T15:45:00.000Z'],
    ['2024-04-07 01:45', lordHowe, 'local-time-exists-twice', '2024-04-06T14:45:00.000Z', '2024-04-06T15:15:00.000Z'],
    // A whole day that Samoa did not have.
    ['2011-12-30 12:00', apia, 'local-time-does-not-exist', '2011-12-29T22:00:00.000Z', '2011-12-30T22:00:00.000Z'],
  ] as const)('%s in %s is refused (%3$s) unless one reading is chosen', (text, zone, code, earlier, later) => {
    expect(() => fromLocal(at(text), zone)).toThrow(code);
    expect(formatInstant(fromLocal(at(text), zone, 'earlier'))).toBe(earlier);
    expect(formatInstant(fromLocal(at(text), zone, 'later'))).toBe(later);
  });

  it.each([
    { year: 2024, month: 2, day: 30 },
    { year: 2024, month: 13, day: 1 },
    { year: 0, month: 1, day: 1 },
    { year: 10_000, month: 1, day: 1 },
    { year: 2024, month: 1, day: 1, hour: 24 },
    { year: 2024, month: 1, day: 1, minute: -1 },
    { year: 2024, month: 1, day: 1, second: 60 },
    { year: 2024, month: 1, day: 1, millisecond: 1000 },
    { year: NaN, month: 1, day: 1 },
    { year: 2024, month: 1.5, day: 1 },
    { year: 2024, month: 1, day: 1, millisecond: 0.5 },
  ])('%j is none', (local) => expect(() => fromLocal(local, shanghai)).toThrow('instant-malformed'));
});

describe('a day', () => {
  it.each([
    ['2024-02-05', shanghai, '2024-02-04T16:00:00.000Z', '2024-02-05T15:59:59.999Z'],
    // 23 and 25 hours long.
    ['2024-03-31', berlin, '2024-03-30T23:00:00.000Z', '2024-03-31T21:59:59.999Z'],
    ['2024-10-27', berlin, '2024-10-26T22:00:00.000Z', '2024-10-27T22:59:59.999Z'],
    // Midnight did not exist: the day began at 01:00, and the day before ended a millisecond earlier.
    ['2018-11-04', saoPaulo, '2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999Z'],
    ['2018-11-03', saoPaulo, '2018-11-03T03:00:00.000Z', '2018-11-04T02:59:59.999Z'],
    ['2011-12-29', apia, '2011-12-29T10:00:00.000Z', '2011-12-30T09:59:59.999Z'],
    ['2011-12-31', apia, '2011-12-30T10:00:00.000Z', '2011-12-31T09:59:59.999Z'],
    ['2024-04-07', lordHowe, '2024-04-06T13:00:00.000Z', '2024-04-07T13:29:59.999Z'],
    ['2024-02-29', shanghai, '2024-02-28T16:00:00.000Z', '2024-02-29T15:59:59.999Z'],
    ['2024-12-31', shanghai, '2024-12-30T16:00:00.000Z', '2024-12-31T15:59:59.999Z'],
    ['9999-12-31', timeZone('UTC'), '9999-12-31T00:00:00.000Z', '9999-12-31T23:59:59.999Z'],
  ] as const)('%s in %s is %s to %s', (text, zone, start, end) => {
    expect(formatInstant(startOfDay(day(text), zone))).toBe(start);
    expect(formatInstant(endOfDay(day(text), zone))).toBe(end);
  });

  it('that a zone skipped ends when the day before it did', () =>
    expect(endOfDay(day('2011-12-30'), apia)).toBe(endOfDay(day('2011-12-29'), apia)));

  it.each(['2023-02-29', '2024-00-01', '0000-01-01'])('%s is none', (text) => {
    expect(() => startOfDay(day(text), berlin)).toThrow('instant-malformed');
    expect(() => endOfDay(day(text), berlin)).toThrow('instant-malformed');
  });
});

const zones = fc.constantFrom(
  ...['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Australia/Lord_Howe'],
  ...['Pacific/Apia', 'Africa/Casablanca', 'Asia/Kathmandu', 'Antarctica/Troll', 'Asia/Tehran', 'America/St_Johns'],
);
const localTimes = fc.record({
  year: fc.oneof(fc.integer({ min: 1970, max: 2040 }), fc.integer({ min: 1, max: 9998 })),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
});

/** Months whose offset never changes are computed without the time zone database; nobody may see the difference. */
describe('the shortcut through constant offsets agrees with Temporal', () => {
  it('from local time', () =>
    fc.assert(
      fc.property(zones, localTimes, fc.constantFrom('earlier', 'later', 'reject'), (name, local, disambiguation) => {
        const outcome = attempt(() => fromLocal(local, timeZone(name), disambiguation));
        const reference = attempt(
          () => Temporal.PlainDateTime.from(local).toZonedDateTime(name, { disambiguation }).epochMilliseconds,
        );
        expect(outcome).toBe(reference);
      }),
      { numRuns: 400 },
    ));

  it('to local time, and to the start of its day', () =>
    fc.assert(
      fc.property(zones, fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2045, 0) }), (name, milliseconds) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(name);
        const { year, month, day: date, hour, minute, second, millisecond } = zoned;
        const local = toLocal(instant(milliseconds), timeZone(name));
        expect(local).toEqual({ year, month, day: date, hour, minute, second, millisecond });
        expect(startOfDay(local, timeZone(name))).toBe(zoned.startOfDay().epochMilliseconds);
      }),
      { numRuns: 400 },
    ));
});

function attempt(ask: () => number): number | 'refused' {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Refusal || error instanceof RangeError) return 'refused';
    throw error;
  }
}
