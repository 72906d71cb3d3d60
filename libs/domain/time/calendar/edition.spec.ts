import { describe, expect, it } from '@jest/globals';
import { type CalendarEdition, checkedEdition, type OpenHours } from './index.js';

const between = (opens: string, closes: string): OpenHours => ({ opens, closes });
const EDITION: CalendarEdition = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: [between('09:00', '18:00')] },
  special: { '2026-02-14': [between('09:00', '18:00')], '2026-02-16': [] },
  specialDays: { '2026-02-14': { name: '春节调休' }, '2026-02-16': { name: '除夕', source: '国办发明电〔2025〕7号' } },
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  source: 'chinese-days 1.5.7',
};
const checked = (changes: Partial<CalendarEdition>): CalendarEdition => checkedEdition({ ...EDITION, ...changes });

describe('a calendar edition', () => {
  it('is kept as it is, with what its special days are called and who says so', () =>
    expect(checkedEdition(EDITION)).toEqual(EDITION));

  it('without names has none', () => {
    const { specialDays: _, ...nameless } = EDITION;
    expect(checkedEdition(nameless)).toEqual(nameless);
    expect(Object.keys(checkedEdition(nameless))).not.toContain('specialDays');
  });

  it('has the hours of a day in order, whatever order they came in', () => {
    const [morning, afternoon, night] = [
      between('08:00', '12:00'),
      between('12:00', '18:00'),
      between('22:00', '02:00'),
    ];
    expect(checked({ weekly: { mon: [night, afternoon, morning] } }).weekly).toEqual({
      mon: [morning, afternoon, night],
    });
  });

  it.each<[string, Partial<CalendarEdition>, problem: string]>([
    ['overlap', { weekly: { tue: [between('09:00', '12:00'), between('11:59', '18:00')] } }, 'weekly.tue'],
    ['overlap out of order', { weekly: { tue: [between('11:59', '18:00'), between('09:00', '12:00')] } }, 'weekly.tue'],
    [
      'overlap on a special day',
      { special: { '2026-02-14': [between('09:00', '09:01'), between('09:00', '18:00')] } },
      'special.2026-02-14',
    ],
    [
      'come after a night of the same day',
      { weekly: { tue: [between('22:00', '06:00'), between('23:00', '24:00')] } },
      'weekly.tue',
    ],
    [
      'begin in the night before',
      { weekly: { tue: [between('22:00', '06:00')], wed: [between('05:59', '09:00')] } },
      'weekly.wed',
    ],
    [
      'begin in the night of a Sunday',
      { weekly: { sun: [between('22:00', '06:00')], mon: [between('05:59', '09:00')] } },
      'weekly.mon',
    ],
  ])('is refused where hours %s', (_, changes, field) => {
    expect(() => checked(changes)).toThrow('hours-overlap');
    expect(() => checked(changes)).toThrow(field);
  });

  it('may begin when the night before ends, and reach into a special day', () => {
    const weekly = { mon: [between('22:00', '06:00')], tue: [between('06:00', '14:00')] };
    const special = { '2026-03-10': [between('05:00', '14:00')] };
    expect(checked({ weekly, special, specialDays: {} })).toMatchObject({ weekly, special });
  });

  it('does not open and close at once', () =>
    expect(() => checked({ weekly: { fri: [between('09:00', '09:00')] } })).toThrow('hours-empty'));

  it('names special days only', () => {
    expect(() => checked({ specialDays: { '2026-10-01': { name: '国庆节' } } })).toThrow('special-day-without-hours');
    expect(() => checked({ specialDays: { '2026-02-16': { name: '' } } })).toThrow('specialDays.2026-02-16.name');
    expect(() => checked({ specialDays: { '2026-02-16': { name: '除夕', source: ' ' } } })).toThrow('text-empty');
  });
});
