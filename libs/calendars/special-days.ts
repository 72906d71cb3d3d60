import { type OpenHours, type SpecialDay, type Weekday, WEEKDAYS } from '#kept/domain';
import { type WeeklyHours } from './weekly-hours.js';

/** What a source says about the days of one year. */
export interface YearOfDays {
  special: Record<string, OpenHours[]>;
  specialDays: Record<string, SpecialDay>;
  /** The source, with its version and licence where that wants to be named. */
  source: string;
  /** The zones of the country; one, where there is no choice. */
  timeZones: string[];
}

export function weekdayOf(date: string): Weekday {
  return WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!;
}

/** The hours of a usual day: those of the first day of the week that has any. */
export function usualHours(weekly: WeeklyHours): OpenHours[] {
  return WEEKDAYS.map((day) => weekly[day] ?? []).find((hours) => hours.length > 0) ?? [];
}

/** What is left of a day's hours when they end early. */
export function until(hours: readonly OpenHours[], clock: string): OpenHours[] {
  return hours
    .filter(({ opens }) => opens < clock)
    .map(({ opens, closes }) => ({ opens, closes: closes > clock || closes < opens ? clock : closes }));
}
