import Holidays, { type HolidaysTypes } from 'date-holidays';
import { createRequire } from 'node:module';
import { CalendarNotImported } from './calendar-not-imported.js';
import { until, weekdayOf, type YearOfDays } from './special-days.js';
import { type WeeklyHours } from './weekly-hours.js';

/** Holidays that follow the moon are computed from tables that end there; outside them some would silently be missing. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2076];
const DAY = 86_400_000;

/**
 * A year's public holidays of a country, or of a part of it.
 * @param place `de`, `de-by`, `us-la-no`: country, state, region, as ISO 3166 writes them
 * @throws CalendarNotImported
 */
export function publicHolidays(place: string, year: number, weekly: WeeklyHours): YearOfDays {
  const { version } = createRequire(import.meta.url)('date-holidays/package.json') as { version: string };
  if (year < FIRST_YEAR || year > LAST_YEAR)
    throw new CalendarNotImported(`date-holidays knows the years ${FIRST_YEAR} to ${LAST_YEAR}, not ${year}.`);
  const calendar = calendarOf(place);
  // What begins in one year may end in the next.
  const found = [year - 1, year].flatMap((one) => calendar.getHolidays(one)).filter(({ type }) => type === 'public');
  const special: YearOfDays['special'] = {};
  const specialDays: YearOfDays['specialDays'] = {};
  for (const holiday of found)
    for (const date of datesOf(holiday).filter((day) => day.startsWith(`${year}-`))) {
      const begins = holiday.date.slice(11, 16);
      const hours = begins === '00:00' ? [] : until(special[date] ?? weekly[weekdayOf(date)] ?? [], begins);
      special[date] = hours;
      // Two holidays on one day: the one that closes it altogether is the one it is known by.
      if (specialDays[date] === undefined || hours.length === 0) specialDays[date] = { name: holiday.name };
    }
  return { special, specialDays, source: `date-holidays ${version} (CC BY 3.0)`, timeZones: calendar.getTimezones() };
}

function calendarOf(place: string): Holidays {
  const [country = '', state, region] = place.toUpperCase().split('-');
  const all = new Holidays();
  if (!(country in all.getCountries()))
    throw new CalendarNotImported(
      `date-holidays knows no country ${country}.`,
      'Write its code of two letters: de, gb, us.',
    );
  const states = (all.getStates(country) as Record<string, string> | undefined) ?? {};
  if (state === undefined) return new Holidays(country);
  if (!(state in states)) throw unknownPart(country, state, Object.keys(states));
  if (region === undefined) return new Holidays(country, state);
  const regions = (all.getRegions(country, state) as Record<string, string> | undefined) ?? {};
  if (!(region in regions)) throw unknownPart(`${country}-${state}`, region, Object.keys(regions));
  return new Holidays(country, state, region);
}

function unknownPart(whole: string, part: string, known: readonly string[]): CalendarNotImported {
  return new CalendarNotImported(
    `date-holidays knows no part ${part} of ${whole}.`,
    known.length > 0 ? `Choose from: ${known.join(', ')}.` : 'Leave the part out.',
  );
}

/**
 * The dates that a holiday takes, by the country's clocks. Its length is real time, so a day may have 23 hours; what is
 * less than a day at the end of a longer holiday is the morning on which it ends.
 */
function datesOf({ date, start, end }: HolidaysTypes.Holiday): string[] {
  const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  const days = Math.max(1, Math.floor((end.getTime() - start.getTime()) / DAY + 0.1));
  return Array.from({ length: days }, (_, day) => new Date(first + day * DAY).toISOString().slice(0, 10));
}
