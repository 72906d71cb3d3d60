import { identifier } from '../../check.js';
import { refuse } from '../../refusal.js';
import { timeZone } from '../zone.js';
import { existingDate } from './dates.js';
import { checkedHours, checkNights, type OpenHours, type Weekday, WEEKDAYS } from './hours.js';

/** What a special day is called (`春节`), and who says so where that is not the edition’s own source. */
export interface SpecialDay {
  name: string;
  source?: string;
}

/**
 * One immutable edition of a team's working time. An interval belongs to the day on which it opens. It is open from the
 * first moment at which the zone's clocks have reached its opening, to the last at which they have not reached its
 * closing: an hour that the clocks show twice is open twice, one they skip is not there.
 */
export interface CalendarEdition {
  timeZone: string;
  weekly: Partial<Record<Weekday, OpenHours[]>>;
  /** Dates (`2026-02-17`) whose hours differ from their weekday's: none on a holiday. */
  special: Record<string, OpenHours[]>;
  /** About those dates, as far as it is known. */
  specialDays?: Record<string, SpecialDay>;
  /** First and last date the edition speaks for. Beyond them its weeks go on, provisionally. */
  validFrom: string;
  validTo: string;
  /** Where it came from. */
  source: string;
}

/** The edition with every part checked, and the hours of each day in order. @throws Refusal naming the part */
export function checkedEdition(edition: CalendarEdition): CalendarEdition {
  const weekly: CalendarEdition['weekly'] = {};
  for (const day of WEEKDAYS) {
    const hours = edition.weekly[day];
    if (hours) weekly[day] = checkedHours(hours, `weekly.${day}`);
  }
  checkNights(weekly);
  const special = Object.entries(edition.special).map(
    ([date, hours]) => [existingDate(date, 'special'), checkedHours(hours, `special.${date}`)] as const,
  );
  const validFrom = existingDate(edition.validFrom, 'validFrom');
  const validTo = existingDate(edition.validTo, 'validTo');
  if (validTo < validFrom) refuse('window-ends-before-it-starts', { field: 'validTo' });
  return {
    timeZone: timeZone(edition.timeZone),
    weekly,
    special: Object.fromEntries(special),
    ...(edition.specialDays && { specialDays: checkedDays(edition.specialDays, edition.special) }),
    validFrom,
    validTo,
    source: identifier(edition.source, 'source'),
  };
}

function checkedDays(
  days: Record<string, SpecialDay>,
  special: CalendarEdition['special'],
): Record<string, SpecialDay> {
  return Object.fromEntries(
    Object.entries(days).map(([date, { name, source }]) => {
      const field = `specialDays.${date}`;
      if (!Object.hasOwn(special, date)) refuse('special-day-without-hours', { field, date: date.slice(0, 40) });
      const from = source === undefined ? {} : { source: identifier(source, `${field}.source`) };
      return [date, { name: identifier(name, `${field}.name`), ...from }];
    }),
  );
}
