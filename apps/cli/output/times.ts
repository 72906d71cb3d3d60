import { endOfDay, type Instant, type PromisedWindow, type TimeZone, toLocal } from '#kept/domain';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Tue 2026-03-03 12:00` on the clocks of a zone. */
export function clockTime(at: Instant, zone: TimeZone): string {
  const { hour, minute } = toLocal(at, zone);
  return `${day(at, zone)} ${two(hour)}:${two(minute)}`;
}

/** When it is due, and from when if it says so; a promised day is shown as the day. */
export function windowText({ from, due, timeZone: spokenIn }: PromisedWindow, zone: TimeZone = spokenIn): string {
  const end = due === endOfDay(toLocal(due, zone), zone) ? day(due, zone) : clockTime(due, zone);
  return from === undefined ? end : `${clockTime(from, zone)} – ${end}`;
}

function day(at: Instant, zone: TimeZone): string {
  const { year, month, day: dayOfMonth } = toLocal(at, zone);
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDay()]!;
  return `${weekday} ${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
