import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../../refusal.js';
import { after, duration, type Instant, instant, parseDuration, parseInstant, type Span } from '../index.js';
import { type CalendarEdition, explain, type Explanation, type PinnedEdition, workingTime } from './index.js';
import { scenes } from './scenes.fixture.js';

const nine = [{ opens: '09:00', closes: '18:00' }];
/** The Spring Festival of 2026: Sunday the 15th to Monday the 23rd of February, and two Saturdays to make up for it. */
const festival = Array.from({ length: 9 }, (_, day) => `2026-02-${15 + day}`);
const EDITION: CalendarEdition = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine },
  special: { ...Object.fromEntries(festival.map((date) => [date, []])), '2026-02-14': nine, '2026-02-28': nine },
  specialDays: {
    ...Object.fromEntries(festival.map((date) => [date, { name: '春节' }])),
    '2026-02-14': { name: '春节调休' },
  },
  ...{ validFrom: '2026-01-01', validTo: '2026-12-31', source: 'test' },
};
const pinned: PinnedEdition = { version: 'cn-2026', edition: EDITION };
const beijing = (text: string): Instant => parseInstant(`2026-${text}+08:00`);
const open = (text: string): Span => ({ businessTime: parseDuration(text) });
const ask = (from: string, length: Span, direction: 'after' | 'before' = 'after'): Explanation =>
  explain({ at: beijing(from), length, direction }, pinned);
const dates = (days: { date: string }[]): string[] => days.map(({ date }) => date.slice(5));

describe('an explanation', () => {
  it('shows the hours that were counted, the holidays that were not, and what they are called', () => {
    const explanation = ask('02-13T17:00', open('PT11H'));
    expect(explanation).toMatchObject({
      moment: beijing('02-24T10:00'),
      isProvisional: false,
      counted: [
        { date: '2026-02-13', opens: beijing('02-13T17:00'), closes: beijing('02-13T18:00'), length: 3_600_000 },
        { date: '2026-02-14', length: 9 * 3_600_000, special: { name: '春节调休' } },
        { date: '2026-02-24', closes: beijing('02-24T10:00'), length: 3_600_000 },
      ],
      editions: [{ version: 'cn-2026', timeZone: 'Asia/Shanghai', source: 'test', validTo: '2026-12-31' }],
    });
    expect(explanation.skipped).toEqual(
      festival.map((date) => ({ date, why: 'special-day', special: { name: '春节' } })),
    );
    expect(explanation.days).toEqual([]);
  });

  it('of business days shows the days', () => {
    const { moment, days, skipped, counted, movedFrom } = ask('03-05T17:00', { businessDays: 3 });
    expect(moment).toBe(beijing('03-10T17:00'));
    expect(dates(days)).toEqual(['03-06', '03-09', '03-10']);
    expect(skipped).toEqual([
      { date: '2026-03-07', why: 'weekday' },
      { date: '2026-03-08', why: 'weekday' },
    ]);
    expect([counted, movedFrom]).toEqual([[], undefined]);
  });

  it('says from which closed moment it was moved to an opening', () => {
    const { moment, movedFrom, days } = ask('03-05T20:00', { businessDays: 1 });
    expect([moment, movedFrom]).toEqual([beijing('03-09T09:00'), beijing('03-06T20:00')]);
    expect(dates(days)).toEqual(['03-06']);
  });

  it('goes backwards too', () => {
    expect(ask('03-09T10:00', open('PT2H'), 'before')).toMatchObject({
      moment: beijing('03-06T17:00'),
      counted: [{ date: '2026-03-06' }, { date: '2026-03-09' }],
      skipped: [{ date: '2026-03-07' }, { date: '2026-03-08' }],
    });
    expect(dates(ask('03-10T10:00', { businessDays: 2 }, 'before').days)).toEqual(['03-09', '03-06']);
  });

  it('names the day that was asked from where its hours were over', () =>
    expect(ask('03-06T19:00', open('PT1H')).skipped[0]).toEqual({ date: '2026-03-06', why: 'outside-hours' }));

  it('counts a night under the date on which it began', () => {
    const edition = { ...EDITION, weekly: { mon: [{ opens: '22:00', closes: '06:00' }] } };
    const { counted } = explain({ at: beijing('03-10T01:00'), length: open('PT5H') }, { version: '1', edition });
    expect(counted).toMatchObject([
      { date: '2026-03-09', opens: beijing('03-10T01:00'), closes: beijing('03-10T06:00') },
    ]);
  });

  it('tells when the customer is closed and the team is not', () => {
    const customer = {
      version: 'de',
      edition: { ...EDITION, timeZone: 'Europe/Berlin', special: { '2026-03-06': [] } },
    };
    expect(explain({ at: beijing('03-06T10:00'), length: open('PT1H') }, pinned, customer)).toMatchObject({
      moment: beijing('03-09T17:00'),
      skipped: [{ date: '2026-03-06', why: 'not-shared' }, { why: 'weekday' }, { why: 'weekday' }],
      editions: [{ version: 'cn-2026' }, { version: 'de' }],
    });
  });

  it('tells of clocks that changed, of days that were not, and of the database that says so', () => {
    const apia = { version: '1', edition: { ...EDITION, timeZone: 'Pacific/Apia' } };
    const at = parseInstant('2011-12-29T17:00:00-10:00');
    const explanation = explain({ at, length: open('PT2H'), timeZoneDatabase: '2025b' }, apia);
    expect(explanation.skipped).toMatchObject([
      { date: '2011-12-30', why: 'no-such-date' },
      { date: '2011-12-31', why: 'weekday' },
      { date: '2012-01-01', why: 'weekday' },
    ]);
    expect(explanation).toMatchObject({
      isProvisional: true,
      clockChanges: [{ at: parseInstant('2011-12-30T10:00:00Z'), before: -36_000_000, after: 50_400_000 }],
      timeZoneDatabase: '2025b',
    });
  });

  it('of elapsed time has nothing to count', () =>
    expect(ask('03-06T17:00', parseDuration('P3D'))).toMatchObject({
      moment: beijing('03-09T17:00'),
      counted: [],
      days: [],
      skipped: [],
    }));

  it('adds up, whatever the calendars: all open time on the way is counted, once', () =>
    fc.assert(
      fc.property(scenes, fc.nat(20 * 1_440), fc.integer({ min: 1, max: 3_000 }), (scene, minute, minutes) => {
        const working = workingTime(...(scene.calendars as [CalendarEdition]));
        const [at, length] = [instant(scene.on.begin + minute * 60_000), duration(minutes * 60_000)];
        fc.pre(working.between(at, instant(at + 14 * 86_400_000)) > length);
        const editions = scene.calendars.map((edition, version) => ({ version: String(version), edition }));
        const explained = explain({ at, length: { businessTime: length } }, ...(editions as [PinnedEdition]));
        expect(explained.moment).toBe(working.add(at, length));
        expect(explained.counted.reduce((sum, window) => sum + window.length, 0)).toBe(length);
        expectNothingTakenIsSkipped(explained);
      }),
      { numRuns: 200 },
    ));

  it('shows as many business days as were asked for, or refuses as the calendars do', () =>
    fc.assert(
      fc.property(scenes, fc.nat(20 * 1_440), fc.nat(5), (scene, minute, businessDays) => {
        const at = instant(scene.on.begin + minute * 60_000);
        const editions = scene.calendars.map((edition, version) => ({ version: String(version), edition }));
        const explainDays = () => explain({ at, length: { businessDays } }, ...(editions as [PinnedEdition]));
        const moment = momentOrRefusal(() =>
          after(at, { businessDays }, workingTime(...(scene.calendars as [CalendarEdition]))),
        );
        expect(momentOrRefusal(() => explainDays().moment)).toBe(moment);
        if (typeof moment === 'string') return;
        const explained = explainDays();
        expect(explained.days).toHaveLength(businessDays);
        expectNothingTakenIsSkipped(explained);
      }),
      { numRuns: 200 },
    ));

  it('refuses more business days than there will ever be', () => {
    const once = { ...EDITION, weekly: {}, special: { '2026-02-14': nine } };
    const days = (businessDays: number) => () =>
      explain({ at: beijing('02-10T10:00'), length: { businessDays } }, { version: '1', edition: once });
    expect(dates(days(1)().days)).toEqual(['02-14']);
    expect(momentOrRefusal(() => days(2)().moment)).toBe('calendar-never-open');
  });
});

/** A calendar may hold open days, and still not as many as are asked for: then its code. */
function momentOrRefusal(ask: () => Instant): Instant | string {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

function expectNothingTakenIsSkipped({ counted, days, skipped }: Explanation): void {
  const taken = new Set([...dates(counted), ...dates(days)]);
  expect(dates(skipped).filter((date) => taken.has(date))).toEqual([]);
}
