import { createRequire } from 'node:module';
import { CalendarNotImported } from './calendar-not-imported.js';
import { usualHours, weekdayOf, type YearOfDays } from './special-days.js';
import { type WeeklyHours } from './weekly-hours.js';

/** Dates of a year, each with `English name,中文名,how many days the law gives`. */
interface PublishedYear {
  holidays: Record<string, string>;
  /** Weekends that are worked to make up for them: 调休. */
  workdays: Record<string, string>;
}

const read = createRequire(import.meta.url) as (file: string) => unknown;

/**
 * A year of mainland China as the State Council published it, working weekends included. They have the hours of a usual
 * day.
 *
 * The package's data files are read, not its functions: those take a date by the clock of the machine, and west of
 * Greenwich give the answer of the day before.
 * @throws CalendarNotImported for a year that is not published, or not known to the package yet
 */
export function chineseYear(year: number, weekly: WeeklyHours): YearOfDays {
  const { version } = read('chinese-days/package.json') as { version: string };
  const { holidays, workdays } = publishedYear(year, version);
  const special: YearOfDays['special'] = {};
  const specialDays: YearOfDays['specialDays'] = {};
  for (const [date, names] of Object.entries(holidays)) {
    special[date] = [];
    specialDays[date] = { name: chineseName(names) };
  }
  for (const [date, names] of Object.entries(workdays)) {
    if (weekly[weekdayOf(date)] !== undefined) continue;
    special[date] = usualHours(weekly);
    specialDays[date] = { name: `${chineseName(names)}调休` };
  }
  return { special, specialDays, source: `chinese-days ${version}`, timeZones: ['Asia/Shanghai'] };
}

function publishedYear(year: number, version: string): PublishedYear {
  try {
    return read(`chinese-days/dist/years/${year}.json`) as PublishedYear;
  } catch {
    throw new CalendarNotImported(
      `chinese-days ${version} does not know the holidays of ${year}.`,
      'The State Council publishes a year in the autumn before it; upgrade the package, or write the edition by hand.',
    );
  }
}

function chineseName(names: string): string {
  return names.split(',')[1] ?? names;
}
