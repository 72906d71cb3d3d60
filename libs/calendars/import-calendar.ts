import { type CalendarEdition, checkedEdition } from '#kept/domain';
import { CalendarNotImported } from './calendar-not-imported.js';
import { type WeeklyHours, weeklyHours } from './weekly-hours.js';
import { type YearOfDays } from './special-days.js';

export interface CalendarRequest {
  /** `cn`, or any that date-holidays knows, perhaps with a part: `de-by`. */
  country: string;
  year: number;
  /** Default Monday to Friday, 09:00 to 18:00. */
  weekly?: WeeklyHours;
  /** Default the country's own, where it has one. */
  timeZone?: string;
}

/** What most offices would say. */
const USUAL = ['mon-fri 09:00-18:00'];

/**
 * Makes an edition of a country's public holidays for one year. This is the only time that a package is asked: what is
 * published is the edition, and another version of the package moves no deadline.
 * @throws CalendarNotImported, Refusal
 */
export async function importCalendar({
  country,
  year,
  weekly = weeklyHours(USUAL),
  timeZone,
}: CalendarRequest): Promise<CalendarEdition> {
  const { special, specialDays, source, timeZones } = await yearOf(country.toLowerCase(), year, weekly);
  return checkedEdition({
    timeZone: timeZone ?? onlyZone(timeZones, country),
    weekly,
    special: inOrder(special),
    specialDays: inOrder(specialDays),
    validFrom: `${year}-01-01`,
    validTo: `${year}-12-31`,
    source: `${source}, ${country.toUpperCase()} ${year}`,
  });
}

/** The packages are large: only the one that is asked is loaded. */
async function yearOf(country: string, year: number, weekly: WeeklyHours): Promise<YearOfDays> {
  if (country === 'cn') return (await import('./chinese-days.js')).chineseYear(year, weekly);
  return (await import('./public-holidays.js')).publicHolidays(country, year, weekly);
}

function onlyZone(timeZones: readonly string[], country: string): string {
  const [zone, ...others] = timeZones;
  if (zone !== undefined && others.length === 0) return zone;
  throw new CalendarNotImported(
    `${country.toUpperCase()} has several time zones.`,
    `Say which with --time-zone: ${timeZones.join(', ')}.`,
  );
}

function inOrder<T>(byDate: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(byDate).sort(([a], [b]) => a.localeCompare(b)));
}
