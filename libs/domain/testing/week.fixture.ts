import { type Instant, instant, type PromisedWindow, UTC } from '../time/index.js';

/** The one week in which every small history happens: Monday 1 January 2024, UTC. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** `Tue 12:00` of that week. */
export function on(text: string): Instant {
  const parts = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d\d):(\d\d)$/.exec(text);
  if (!parts) throw new Error(`not a moment of the week: ${text}`);
  const [, day, hour, minute] = parts;
  return instant(MONDAY + DAYS.findIndex((name) => name === day) * DAY + (Number(hour) * 60 + Number(minute)) * MINUTE);
}

/** The same the other way round. */
export function spoken(at: Instant): string {
  const day = DAYS[Math.floor((at - MONDAY) / DAY)] ?? 'another week';
  return `${day} ${new Date(at).toISOString().slice(11, 16)}`;
}

/** `Tue 12:00`, or `Tue 09:00–Tue 12:00` where the window has a start. */
export function windowOf(text: string): PromisedWindow {
  const [from, due] = text.split('–').map(on) as [Instant, Instant | undefined];
  return due === undefined ? { due: from, timeZone: UTC } : { from, due, timeZone: UTC };
}

/** A window as the histories write it. */
export function spokenWindow({ from, due }: PromisedWindow): string {
  return from === undefined ? spoken(due) : `${spoken(from)}–${spoken(due)}`;
}
