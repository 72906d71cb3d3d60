import { type CalendarEdition, type OpenHours, type Weekday, WEEKDAYS } from '#kept/domain';
import { CalendarNotImported } from './calendar-not-imported.js';

export type WeeklyHours = CalendarEdition['weekly'];

const FORM = /^([a-z]{3})(?:-([a-z]{3}))? +(.+)$/;
const INTERVAL = /^(\d{2}:\d{2})-(\d{2}:\d{2})$/;

/**
 * Weekly hours as people write them, one text for some days: `mon-fri 09:00-12:00,13:00-18:00`, `sat 22:00-06:00`. What
 * a day is given twice adds up. Whether clock times are any is left to the edition's own check.
 * @throws CalendarNotImported
 */
export function weeklyHours(texts: readonly string[]): WeeklyHours {
  const weekly: WeeklyHours = {};
  for (const text of texts) {
    const [, first = '', last = first, intervals = ''] = FORM.exec(text.trim().toLowerCase()) ?? [];
    const hours = intervals.split(',').map((interval) => openHours(interval.trim(), text));
    for (const day of daysFrom(first, last, text)) weekly[day] = [...(weekly[day] ?? []), ...hours];
  }
  return weekly;
}

/** `fri-mon` goes round the weekend. */
function daysFrom(first: string, last: string, text: string): Weekday[] {
  const [from, to] = [first, last].map((day) => WEEKDAYS.findIndex((one) => one === day)) as [number, number];
  if (from < 0 || to < 0) return unclear(text);
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, step) => WEEKDAYS[(from + step) % 7]!);
}

function openHours(interval: string, text: string): OpenHours {
  const [, opens, closes] = INTERVAL.exec(interval) ?? [];
  return opens === undefined || closes === undefined ? unclear(text) : { opens, closes };
}

function unclear(text: string): never {
  throw new CalendarNotImported(
    `“${text}” says no hours.`,
    'Write days and hours: "mon-fri 09:00-12:00,13:00-18:00". Days are mon, tue, wed, thu, fri, sat, sun.',
  );
}
