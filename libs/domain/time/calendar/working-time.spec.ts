import { describe, expect, it } from '@jest/globals';
import { formatDuration, formatInstant, type Instant, parseDuration, parseInstant } from '../index.js';
import { type CalendarEdition, type OpenHours, workingTime } from './index.js';

const nine = [{ opens: '09:00', closes: '18:00' }];
const lunch = [
  { opens: '09:00', closes: '12:00' },
  { opens: '13:00', closes: '18:00' },
];
const always = [{ opens: '00:00', closes: '24:00' }];

const week = (hours: OpenHours[], weekend: OpenHours[] = []): CalendarEdition['weekly'] => ({
  ...{ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  ...(weekend.length > 0 && { sat: weekend, sun: weekend }),
});

function edition(changes: Partial<CalendarEdition> = {}): CalendarEdition {
  return {
    timeZone: 'Asia/Shanghai',
    weekly: week(nine),
    special: {},
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    source: 'test',
    ...changes,
  };
}

/** A clock time with its offset, `2026-03-06T17:00+08:00`. */
const at = (text: string): Instant => parseInstant(text);
const beijing = (text: string): Instant => at(`2026-${text}+08:00`);
const hours = (text: string) => parseDuration(`PT${text}`);

/** 2026-03-06 is a Friday. */
describe('a working week', () => {
  const working = workingTime(edition({ weekly: week(lunch), special: { '2026-03-10': [] } }));

  it.each([
    ['03-06T17:00', '2H', '03-09T10:00', 'over a weekend'],
    ['03-06T11:00', '2H', '03-06T14:00', 'over lunch'],
    ['03-06T17:00', '1H', '03-06T18:00', 'to closing, where it stays'],
    ['03-06T18:00', '1S', '03-09T09:00:01', 'from closing, with the next opening'],
    ['03-09T17:00', '9H', '03-11T18:00', 'over a holiday'],
    ['03-07T03:00', '0S', '03-09T09:00', 'of no length, to the next opening'],
    ['03-06T18:00', '0S', '03-09T09:00', 'of no length, from closing'],
    ['03-06T09:00', '0S', '03-06T09:00', 'of no length, from opening'],
  ])('from %s, %s lead to %s: %s', (from, length, due) =>
    expect(formatInstant(working.add(beijing(from), hours(length)))).toBe(formatInstant(beijing(due))),
  );

  it.each([
    ['03-09T10:00', '2H', '03-06T17:00', 'over a weekend'],
    ['03-09T10:00', '1H', '03-09T09:00', 'to opening, where it stays'],
    ['03-09T09:00', '1H', '03-06T17:00', 'from opening, with the closing before'],
    ['03-11T09:00', '1H', '03-09T17:00', 'over a holiday'],
    ['03-08T12:00', '0S', '03-06T18:00', 'of no length, to the closing before'],
    ['03-06T10:00', '0S', '03-06T10:00', 'of no length, where it is open'],
  ])('before %s, %s lead to %s: %s', (from, length, due) =>
    expect(formatInstant(working.subtract(beijing(from), hours(length)))).toBe(formatInstant(beijing(due))),
  );

  it.each([
    ['03-06T17:00', 1, '03-09T17:00', 'the clock time, over a weekend'],
    ['03-06T17:00', 2, '03-11T17:00', 'and over a holiday'],
    ['03-06T20:00', 1, '03-11T09:00', 'the next opening after it, where it is closed then'],
    ['03-06T12:30', 1, '03-09T13:00', 'or the end of lunch'],
    ['03-06T18:00', 1, '03-09T18:00', 'a closing stays a closing'],
    ['03-07T10:00', 1, '03-09T10:00', 'from a Saturday, the first business day after it'],
    ['03-07T10:00', 0, '03-09T09:00', 'no days at all: the next open moment'],
    ['03-06T18:00', 0, '03-09T09:00', 'also from closing'],
  ])('%s and %d business days: %s, %s', (from, days, due) =>
    expect(formatInstant(working.addDays(beijing(from), days))).toBe(formatInstant(beijing(due))),
  );

  it.each([
    ['03-11T10:00', 1, '03-09T10:00'],
    ['03-11T10:00', 2, '03-06T10:00'],
    ['03-09T20:00', 1, '03-06T18:00'],
    ['03-09T08:00', 1, '03-05T18:00'],
    ['03-09T12:30', 1, '03-06T12:00'],
    ['03-08T12:00', 0, '03-06T18:00'],
  ])('%s, %d business days before: %s', (from, days, due) =>
    expect(formatInstant(working.subtractDays(beijing(from), days))).toBe(formatInstant(beijing(due))),
  );

  it('knows what is open: from opening to just before closing', () => {
    expect(
      ['08:59:59.999', '09:00', '17:59:59.999', '18:00'].map((text) => working.isOpen(beijing(`03-06T${text}`))),
    ).toEqual([false, true, true, false]);
  });

  it('is measured, and nothing where the end is not after the beginning', () => {
    expect(formatDuration(working.between(beijing('03-06T17:00'), beijing('03-11T10:00')))).toBe('PT10H');
    expect(working.between(beijing('03-11T10:00'), beijing('03-06T17:00'))).toBe(0);
  });
});

describe('a working weekend', () => {
  it('is open where the week is not: 14 February 2026, a Saturday, makes up for the Spring Festival', () => {
    const working = workingTime(
      edition({ special: { '2026-02-14': nine, '2026-02-16': [], '2026-02-17': [], '2026-02-18': [] } }),
    );
    expect(formatInstant(working.add(beijing('02-13T17:00'), hours('2H')))).toBe(formatInstant(beijing('02-14T10:00')));
    expect(working.addDays(beijing('02-13T17:00'), 2)).toBe(beijing('02-19T17:00'));
  });
});

describe('a night shift', () => {
  const night = workingTime(
    edition({ weekly: { mon: [{ opens: '22:00', closes: '06:00' }] }, special: { '2026-03-10': [] } }),
  );

  it('belongs to the day on which it begins: the holiday after it does not cut it', () =>
    expect(night.add(beijing('03-09T23:00'), hours('7H'))).toBe(beijing('03-10T06:00')));

  it('makes no business day of the morning on which it ends', () => {
    expect(night.addDays(beijing('03-10T03:00'), 1)).toBe(beijing('03-16T22:00'));
    expect(night.subtractDays(beijing('03-10T03:00'), 1)).toBe(beijing('03-03T06:00'));
  });

  it('that reaches into other hours counts a moment once', () => {
    const twice = workingTime(
      edition({
        weekly: { mon: [{ opens: '20:00', closes: '04:00' }] },
        special: { '2026-03-10': [{ opens: '02:00', closes: '05:00' }] },
      }),
    );
    expect(formatDuration(twice.between(beijing('03-09T00:00'), beijing('03-11T00:00')))).toBe('PT9H');
  });
});

describe('where the clocks change', () => {
  const berlin = (hoursThen: OpenHours[], changes: Partial<CalendarEdition> = {}) =>
    workingTime(edition({ timeZone: 'Europe/Berlin', weekly: week(hoursThen, hoursThen), ...changes }));

  it('hours are real: a day of 25 and one of 23', () => {
    const working = berlin(always);
    const open = (from: string, to: string) => formatDuration(working.between(at(from), at(to)));
    expect(open('2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00')).toBe('PT25H');
    expect(open('2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00')).toBe('PT23H');
  });

  it('what opens in an hour that is skipped opens when it is over, and what lies within it does not open', () => {
    expect(berlin([{ opens: '02:30', closes: '04:00' }]).next(at('2026-03-29T00:00+01:00'))).toBe(
      at('2026-03-29T03:00+02:00'),
    );
    const within = berlin([{ opens: '02:15', closes: '02:45' }]);
    expect(within.next(at('2026-03-29T00:00+01:00'))).toBe(at('2026-03-30T02:15+02:00'));
    expect(within.addDays(at('2026-03-28T02:20+01:00'), 1)).toBe(at('2026-03-30T02:20+02:00'));
  });

  it('what is shown twice is open from the first opening to the second closing', () =>
    expect(
      formatDuration(
        berlin([{ opens: '02:00', closes: '02:30' }]).between(
          at('2026-10-25T00:00+02:00'),
          at('2026-10-25T12:00+01:00'),
        ),
      ),
    ).toBe('PT1H30M'));

  it('a clock time that a business day skips or shows twice is as the caller says, or the first that reaches it', () => {
    const working = berlin(always);
    const [spring, autumn] = [at('2026-03-28T02:30+01:00'), at('2026-10-24T02:30+02:00')];
    expect(working.addDays(spring, 1)).toBe(at('2026-03-29T03:00+02:00'));
    expect(working.addDays(spring, 1, 'earlier')).toBe(at('2026-03-29T01:30+01:00'));
    expect(working.addDays(spring, 1, 'later')).toBe(at('2026-03-29T03:30+02:00'));
    expect(() => working.addDays(spring, 1, 'reject')).toThrow('local-time-does-not-exist');
    expect(working.addDays(autumn, 1)).toBe(at('2026-10-25T02:30+02:00'));
    expect(working.addDays(autumn, 1, 'later')).toBe(at('2026-10-25T02:30+01:00'));
    expect(() => working.addDays(autumn, 1, 'reject')).toThrow('local-time-exists-twice');
  });

  it('a day that Samoa did not have is no business day', () => {
    const apia = workingTime(edition({ timeZone: 'Pacific/Apia' }));
    // Thursday 29 December 2011 was followed by Saturday the 31st.
    expect(formatInstant(apia.addDays(at('2011-12-29T10:00-10:00'), 1))).toBe(
      formatInstant(at('2012-01-02T10:00+14:00')),
    );
    expect(apia.add(at('2011-12-29T17:00-10:00'), hours('2H'))).toBe(at('2012-01-02T10:00+14:00'));
  });
});

/** Time is laid out in pages of 64 days: one begins with 27 January 2026, in UTC. */
describe('where a page of time ends', () => {
  const edge = at('2026-01-27T00:00Z');

  it('an opening that begins it is an opening, and not the closing before', () => {
    const working = workingTime(edition());
    expect(working.subtract(beijing('01-27T10:00'), hours('1H'))).toBe(beijing('01-27T09:00'));
    expect(working.subtract(beijing('01-27T09:00'), hours('1H'))).toBe(beijing('01-26T17:00'));
    expect(working.add(beijing('01-26T17:00'), hours('1H'))).toBe(beijing('01-26T18:00'));
    expect(working.add(beijing('01-26T18:00'), hours('1H'))).toBe(beijing('01-27T10:00'));
  });

  it('a closing that ends it is a closing', () => {
    const evenings = workingTime(edition({ timeZone: 'UTC', weekly: { sun: always, mon: always } }));
    expect(evenings.isOpen(edge)).toBe(false);
    expect(evenings.add(at('2026-01-26T00:00Z'), hours('24H'))).toBe(edge);
    expect(evenings.subtractDays(at('2026-01-28T00:00Z'), 0)).toBe(edge);
    const two = workingTime(
      edition({ timeZone: 'UTC', weekly: { mon: always, tue: [{ opens: '09:00', closes: '18:00' }] } }),
    );
    expect(two.addDays(at('2026-01-26T00:00Z'), 1)).toBe(edge);
  });

  it('what is open across it is one window', () => {
    const working = workingTime(edition({ timeZone: 'UTC', weekly: { mon: [{ opens: '22:00', closes: '06:00' }] } }));
    const [from, to] = [at('2026-01-26T22:00Z'), at('2026-01-27T06:00Z')];
    expect(working.windows(at('2026-01-26T00:00Z'), at('2026-01-28T00:00Z'))).toEqual([{ opens: from, closes: to }]);
    expect(working.add(at('2026-01-26T23:00Z'), hours('7H'))).toBe(to);
  });
});

describe('an edition of the first days, when hours were not checked for order', () => {
  it('is read as it was meant', () => {
    const mon = [
      { opens: '13:00', closes: '18:00' },
      { opens: '11:00', closes: '11:00' },
      { opens: '09:00', closes: '12:00' },
      { opens: '10:00', closes: '14:00' },
    ];
    const day = workingTime(edition({ weekly: { mon } })).windows(beijing('03-09T00:00'), beijing('03-10T00:00'));
    expect(day).toEqual([{ opens: beijing('03-09T09:00'), closes: beijing('03-09T18:00') }]);
  });
});

describe('a team and its customer', () => {
  const team = edition();
  const customer = edition({ timeZone: 'Europe/Berlin', weekly: week(nine) });

  it('are both open for a while in the afternoon of the one and the morning of the other', () => {
    const both = workingTime(team, customer);
    expect(both.next(beijing('03-06T09:00'))).toBe(beijing('03-06T16:00'));
    expect(both.add(beijing('03-06T17:00'), hours('2H'))).toBe(beijing('03-09T17:00'));
    expect(both.addDays(beijing('03-06T17:00'), 1)).toBe(beijing('03-09T17:00'));
  });

  it('have no business day where the one is closed all of the other’s hours', () => {
    const both = workingTime(team, { ...customer, special: { '2026-03-09': [] } });
    expect(both.addDays(beijing('03-06T17:00'), 1)).toBe(beijing('03-10T17:00'));
  });

  it('are compiled once', () => {
    expect(workingTime(team, customer)).toBe(workingTime(team, customer));
    expect(workingTime(team)).toBe(workingTime(team));
    expect(workingTime(team)).not.toBe(workingTime(team, customer));
  });
});

describe('beyond what an edition speaks for', () => {
  it('weeks go on, and the answer is provisional', () => {
    const working = workingTime(edition({ weekly: week(always, always) }));
    expect(working.isProvisional(beijing('01-01T00:00'))).toBe(false);
    expect(working.isProvisional(at('2025-12-31T23:59:59.999+08:00'))).toBe(true);
    // Closing at the last midnight is the edition's own.
    expect(working.isProvisional(at('2027-01-01T00:00+08:00'))).toBe(false);
    expect(working.isProvisional(at('2027-01-01T00:00:00.001+08:00'))).toBe(true);
    expect(working.add(at('2030-03-08T10:00+08:00'), hours('1H'))).toBe(at('2030-03-08T11:00+08:00'));
  });

  it('of several it is what any of them does not speak for', () => {
    const working = workingTime(edition(), edition({ validFrom: '2026-03-01', validTo: '2026-03-31' }));
    expect(['02-28T12:00', '03-15T12:00', '04-02T12:00'].map((text) => working.isProvisional(beijing(text)))).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('a calendar that is never open', () => {
  const shut = workingTime(edition({ weekly: {} }));
  const once = workingTime(edition({ weekly: {}, special: { '2026-03-06': nine } }));
  const apart = workingTime(edition({ weekly: { mon: nine } }), edition({ weekly: { tue: nine } }));

  it('refuses what would need an open moment, and ends', () => {
    const noon = beijing('03-06T12:00');
    for (const working of [shut, apart]) {
      for (const ask of [
        () => working.next(noon),
        () => working.add(noon, hours('1H')),
        () => working.subtract(noon, hours('1H')),
        () => working.addDays(noon, 1),
        () => working.subtractDays(noon, 1),
      ])
        expect(ask).toThrow('calendar-never-open');
      expect(working.isOpen(noon)).toBe(false);
      expect(working.between(noon, beijing('12-01T00:00'))).toBe(0);
    }
  });

  it('but for some special days is open then, and not after', () => {
    expect(once.next(beijing('01-01T00:00'))).toBe(beijing('03-06T09:00'));
    expect(once.addDays(beijing('03-01T07:00'), 1)).toBe(beijing('03-06T09:00'));
    expect(once.subtractDays(beijing('12-01T20:00'), 1)).toBe(beijing('03-06T18:00'));
    expect(once.add(beijing('03-01T00:00'), hours('9H'))).toBe(beijing('03-06T18:00'));
    expect(() => once.add(beijing('03-01T00:00'), hours('10H'))).toThrow('calendar-never-open');
    expect(() => once.addDays(beijing('03-01T07:00'), 2)).toThrow('calendar-never-open');
    expect(() => once.next(beijing('03-06T18:00'))).toThrow('calendar-never-open');
  });

  it('is waited for over years, where a special day is years ahead', () => {
    const far = workingTime(edition({ weekly: {}, special: { '2046-03-06': nine } }));
    expect(far.next(beijing('03-06T00:00'))).toBe(at('2046-03-06T09:00+08:00'));
  });
});
