import { formatInstant, parseInstant, timeZone } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import { Almanac, weekday } from './almanac.js';

const sydney = new Almanac(timeZone('Australia/Sydney'));
const shanghai = new Almanac(timeZone('Asia/Shanghai'));
const monday = shanghai.dayOf(parseInstant('2026-06-01T00:00:00+08:00'));

describe('an almanac', () => {
  it('knows the day of a moment by the clocks of its zone', () => {
    expect(shanghai.dayOf(parseInstant('2026-05-31T15:59:59.999Z'))).toBe(monday - 1);
    expect(shanghai.dayOf(parseInstant('2026-05-31T16:00:00Z'))).toBe(monday);
    expect([weekday(monday), weekday(monday + 6)]).toEqual(['Mon', 'Sun']);
  });

  it('moves a window by days: half past nine stays half past nine, also where the clocks change', () => {
    const window = {
      from: parseInstant('2026-04-03T09:30:00+11:00'),
      due: parseInstant('2026-04-03T12:00:00+11:00'),
      timeZone: sydney.timeZone,
    };
    const { from, due } = sydney.daysLater(window, 3);
    expect(formatInstant(from!)).toBe('2026-04-05T23:30:00.000Z');
    expect(formatInstant(due)).toBe('2026-04-06T02:00:00.000Z');
  });

  it('moves a promised day to a whole day, and not to a Sunday', () => {
    const friday = { due: shanghai.endOf(monday + 4), timeZone: shanghai.timeZone };
    expect(shanghai.daysLater(friday, 1)).toEqual({ ...friday, due: shanghai.endOf(monday + 5) });
    expect(shanghai.daysLater(friday, 2)).toEqual({ ...friday, due: shanghai.endOf(monday + 7) });
  });

  it('opens at eight', () => {
    const [early, late] = [shanghai.at(monday, 6), shanghai.at(monday, 20)];
    expect([shanghai.isWorking(early), shanghai.isWorking(late)]).toEqual([false, false]);
    expect(shanghai.nextOpening(early)).toBe(shanghai.at(monday, 8));
    expect(shanghai.nextOpening(late)).toBe(shanghai.at(monday + 1, 8));
    expect(shanghai.isWorking(shanghai.at(monday, 8))).toBe(true);
  });
});
