import { type CalendarEdition, parseDuration, parseInstant, workingTime } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import { CalendarNotImported, importCalendar, weeklyHours } from './index.js';

const nine = [{ opens: '09:00', closes: '18:00' }];
const holidays = ({ special }: CalendarEdition): string[] =>
  Object.entries(special)
    .filter(([, hours]) => hours.length === 0)
    .map(([date]) => date.slice(5));

describe('a calendar of mainland China', () => {
  it('has the holidays of 2026 as the State Council published them, and the six weekends that make up for them', async () => {
    const edition = await importCalendar({ country: 'cn', year: 2026 });
    expect(holidays(edition)).toEqual([
      ...['01-01', '01-02', '01-03'],
      ...['02-15', '02-16', '02-17', '02-18', '02-19', '02-20', '02-21', '02-22', '02-23'],
      ...['04-04', '04-05', '04-06', '05-01', '05-02', '05-03', '05-04', '05-05', '06-19', '06-20', '06-21'],
      ...['09-25', '09-26', '09-27', '10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'],
    ]);
    const worked = Object.entries(edition.special).filter(([, hours]) => hours.length > 0);
    expect(Object.fromEntries(worked)).toEqual({
      ...{ '2026-01-04': nine, '2026-02-14': nine, '2026-02-28': nine },
      ...{ '2026-05-09': nine, '2026-09-20': nine, '2026-10-10': nine },
    });
    expect(edition).toMatchObject({
      timeZone: 'Asia/Shanghai',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      source: expect.stringMatching(/^chinese-days \d+\.\d+\.\d+, CN 2026$/),
      specialDays: { '2026-02-17': { name: '春节' }, '2026-02-14': { name: '春节调休' } },
    });
  });

  it('counts over the Spring Festival: from Friday evening with a working Saturday to the Tuesday after', async () => {
    const working = workingTime(await importCalendar({ country: 'CN', year: 2026 }));
    expect(working.add(parseInstant('2026-02-13T17:00:00+08:00'), parseDuration('PT11H'))).toBe(
      parseInstant('2026-02-24T10:00:00+08:00'),
    );
  });

  it('gives a made-up weekend the hours of a usual day, and leaves it alone where it is open anyway', async () => {
    const weekly = weeklyHours(['mon-sat 08:00-12:00,13:00-17:00']);
    const { special, specialDays } = await importCalendar({ country: 'cn', year: 2026, weekly });
    expect(special['2026-02-14']).toBeUndefined();
    expect(specialDays?.['2026-02-14']).toBeUndefined();
    expect(special['2026-01-04']).toEqual(weekly.mon);
  });

  it.each([2003, 2199])('of %d is not known, and says so', async (year) => {
    const asked = importCalendar({ country: 'cn', year });
    await expect(asked).rejects.toThrow(CalendarNotImported);
    await expect(asked).rejects.toThrow(`does not know the holidays of ${year}`);
  });
});

describe('a calendar of another country', () => {
  it('has its public holidays, and names its source as the licence asks', async () => {
    const edition = await importCalendar({ country: 'de-by', year: 2026 });
    expect(edition).toMatchObject({
      timeZone: 'Europe/Berlin',
      source: expect.stringMatching(/^date-holidays \d+\.\d+\.\d+ \(CC BY 3\.0\), DE-BY 2026$/),
    });
    expect(holidays(edition)).toEqual(
      expect.arrayContaining([
        '01-01',
        '01-06',
        '04-03',
        '04-06',
        '05-01',
        '06-04',
        '10-03',
        '11-01',
        '12-25',
        '12-26',
      ]),
    );
    expect(edition.specialDays?.['2026-10-03']).toEqual({ name: 'Tag der Deutschen Einheit' });
    expect(holidays(await importCalendar({ country: 'de', year: 2026 }))).not.toContain('01-06');
  });

  it('takes days that stand in for a Sunday', async () => {
    // Boxing Day 2026 is a Saturday.
    expect(holidays(await importCalendar({ country: 'gb', year: 2026 }))).toEqual(
      expect.arrayContaining(['12-26', '12-28']),
    );
  });

  it('closes early where a holiday begins at midday', async () => {
    const { special, specialDays } = await importCalendar({ country: 'is', year: 2026 });
    expect(special['2026-12-24']).toEqual([{ opens: '09:00', closes: '13:00' }]);
    expect(specialDays?.['2026-12-24']?.name).toMatch(/Aðfangadagur/);
  });

  it('takes all days of a long holiday, also those that are left of one from the year before', async () => {
    expect(holidays(await importCalendar({ country: 'vn', year: 2026, timeZone: 'Asia/Ho_Chi_Minh' }))).toEqual(
      expect.arrayContaining(['02-16', '02-17', '02-18', '02-19', '02-20']),
    );
    expect(holidays(await importCalendar({ country: 'sz', year: 2026 }))).toEqual(
      expect.arrayContaining(['01-01', '01-02', '12-31']),
    );
  });

  it('wants a zone where there are several', async () => {
    await expect(importCalendar({ country: 'us', year: 2026 })).rejects.toThrow('several time zones');
    const timeZone = 'America/Chicago';
    expect(await importCalendar({ country: 'us', year: 2026, timeZone })).toMatchObject({ timeZone });
  });

  it.each([
    ['xx', 2026, 'no country XX'],
    ['de-xx', 2026, 'no part XX of DE'],
    ['de-by-xx', 2026, 'no part XX of DE-BY'],
    ['de', 1969, '1970 to 2076'],
    ['de', 2077, '1970 to 2076'],
  ])('%s of %d is not known, and says so', async (country, year, problem) => {
    await expect(importCalendar({ country, year })).rejects.toThrow(CalendarNotImported);
    await expect(importCalendar({ country, year })).rejects.toThrow(problem);
  });
});

describe('weekly hours', () => {
  it('are written as people write them', () =>
    expect(weeklyHours(['Mon-Tue 09:00-12:00, 13:00-18:00', 'fri-sun 22:00-06:00', 'tue 20:00-24:00'])).toEqual({
      mon: [
        { opens: '09:00', closes: '12:00' },
        { opens: '13:00', closes: '18:00' },
      ],
      tue: [
        { opens: '09:00', closes: '12:00' },
        { opens: '13:00', closes: '18:00' },
        { opens: '20:00', closes: '24:00' },
      ],
      ...Object.fromEntries(['fri', 'sat', 'sun'].map((day) => [day, [{ opens: '22:00', closes: '06:00' }]])),
    }));

  it('may go round the weekend', () =>
    expect(Object.keys(weeklyHours(['sat-mon 09:00-18:00'])).sort()).toEqual(['mon', 'sat', 'sun']));

  it.each(['', 'mon', 'mon 9-18', 'moon 09:00-18:00', 'mon-fry 09:00-18:00', '09:00-18:00', 'mon 09:00-18:00,'])(
    'that %j does not say are asked for again',
    (text) => expect(() => weeklyHours([text])).toThrow(CalendarNotImported),
  );

  it('of no day there is are refused with the edition', async () => {
    const weekly = weeklyHours(['mon 09:00-18:00', 'mon 17:00-19:00']);
    await expect(importCalendar({ country: 'cn', year: 2026, weekly })).rejects.toThrow('hours-overlap');
  });
});
