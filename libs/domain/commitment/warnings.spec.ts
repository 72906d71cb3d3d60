import { describe, expect, it } from '@jest/globals';
import { promised } from '../testing/commands.fixture.js';
import { given } from '../testing/given.fixture.js';
import { type CalendarEdition, endOfDay, parseInstant, type PromisedWindow, timeZone } from '../time/index.js';
import { type PromiseCircumstances, warningsAbout } from './index.js';

const SHANGHAI = timeZone('Asia/Shanghai');
const MADE = parseInstant('2026-02-02T08:00:00+08:00');

const hours = [{ opens: '09:00', closes: '18:00' }];
const teamCalendar: CalendarEdition = {
  timeZone: SHANGHAI,
  weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  // Spring Festival, and a Saturday that is worked in its place.
  special: { '2026-02-17': [], '2026-02-14': hours },
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  source: 'State Council',
};

const due = (local: string): PromisedWindow => ({ due: parseInstant(`${local}+08:00`), timeZone: SHANGHAI });
const day = (date: string): PromisedWindow => {
  const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number];
  return { due: endOfDay({ year, month, day: dayOfMonth }, SHANGHAI), timeZone: SHANGHAI };
};
const warnings = (window: PromisedWindow, circumstances: PromiseCircumstances = { teamCalendar }) =>
  warningsAbout(window, MADE, circumstances);

describe('a promise is due', () => {
  it.each([
    ['2026-02-03T10:00:00', []],
    ['2026-02-03T09:00:00', []],
    // When it closes: by then it can have been done.
    ['2026-02-03T18:00:00', []],
    ['2026-02-03T18:00:00.001', ['due-outside-open-hours']],
    ['2026-02-03T08:59:59.999', ['due-outside-open-hours']],
    ['2026-02-07T10:00:00', ['due-outside-open-hours']],
    ['2026-02-14T10:00:00', []],
    ['2026-02-17T10:00:00', ['due-on-holiday']],
    ['2026-02-02T07:00:00', ['due-already-past', 'due-outside-open-hours']],
    ['2027-02-17T10:00:00', ['calendar-provisional']],
    ['2027-02-13T10:00:00', ['due-outside-open-hours', 'calendar-provisional']],
  ])('at %s, with the warnings %j', (local, expected) => expect(warnings(due(local))).toEqual(expected));

  it.each([
    ['2026-02-03', []],
    ['2026-02-07', ['due-outside-open-hours']],
    ['2026-02-14', []],
    ['2026-02-17', ['due-on-holiday']],
  ])('on the day %s, which ends when it is closed, with the warnings %j', (date, expected) =>
    expect(warnings(day(date))).toEqual(expected),
  );

  it('by the date where it was spoken', () => {
    const newYork = timeZone('America/New_York');
    // The 16th there, and the holiday here.
    const window = { due: parseInstant('2026-02-16T21:00:00-05:00'), timeZone: newYork };
    expect(warnings(window)).toEqual(['due-outside-open-hours']);
    expect(warnings({ ...window, timeZone: SHANGHAI })).toEqual(['due-on-holiday']);
  });

  it('within the customer’s hours, or not', () => {
    const customerCalendar = { ...teamCalendar, weekly: { mon: [{ opens: '22:00', closes: '02:00' }] }, special: {} };
    const at = (local: string) => warnings(due(local), { customerCalendar });
    expect(at('2026-02-03T01:00:00')).toEqual([]);
    expect(at('2026-02-03T03:00:00')).toEqual(['due-outside-customer-hours']);
    expect(at('2027-02-17T10:00:00')).toEqual(['due-outside-customer-hours']);
  });

  it('of nobody knows what, without a calendar', () => expect(warnings(due('2026-02-17T03:00:00'), {})).toEqual([]));
});

it('says that the customer was promised something else', () =>
  expect(warnings(due('2026-02-03T10:00:00'), { promisedOtherwise: true })).toEqual(['promised-otherwise']));

it('is made all the same, and what was strange stands on it, and nothing of what it was judged by', () =>
  given(promised({ due: 'Tue 12:00', data: { circumstances: { promisedOtherwise: true } } })).thenState(
    ({ warnings: recorded, standing }) => {
      expect(recorded).toEqual(['promised-otherwise']);
      expect(Object.keys(standing.promise)).not.toContain('circumstances');
    },
  ));
