import {
  type CalendarEdition,
  endOfDay,
  instant,
  type Instant,
  type PromisedWindow,
  startOfDay,
  toLocal,
  workingTime,
} from '../time/index.js';
import { type Warning } from './vocabulary.js';

/** What else is known when a promise is made: what a warning may rest on, and no decision does. */
export interface PromiseCircumstances {
  /** The team's calendar in force. */
  teamCalendar?: CalendarEdition;
  /** When the customer is open. */
  customerCalendar?: CalendarEdition;
  /** The customer has an open promise of the same kind, another than the one that this makes good, with another due. */
  promisedOtherwise?: boolean;
}

/** What is strange about a promise. It may be made all the same; then these stand on it. */
export function warningsAbout(
  promised: PromisedWindow,
  madeAt: Instant,
  { teamCalendar, customerCalendar, promisedOtherwise = false }: PromiseCircumstances,
): Warning[] {
  const warnings: Warning[] = [];
  if (promised.due < madeAt) warnings.push('due-already-past');
  if (teamCalendar) {
    // On a holiday it is closed as well; that is said once.
    if (isHoliday(promised, teamCalendar)) warnings.push('due-on-holiday');
    else if (isOutside(promised, teamCalendar)) warnings.push('due-outside-open-hours');
    if (workingTime(teamCalendar).isProvisional(promised.due)) warnings.push('calendar-provisional');
  }
  if (customerCalendar && isOutside(promised, customerCalendar)) warnings.push('due-outside-customer-hours');
  if (promisedOtherwise) warnings.push('promised-otherwise');
  return warnings;
}

/** Whether the date of the due, where it was spoken, is a special day without hours. */
function isHoliday({ due, timeZone }: PromisedWindow, { special }: CalendarEdition): boolean {
  const { year, month, day } = toLocal(due, timeZone);
  const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return Object.hasOwn(special, date) && special[date]!.length === 0;
}

/**
 * Whether the due lies where it is not open; a closing moment does not. A promised day, which is due when it ends, lies
 * outside only where it is not open on that day at all.
 */
function isOutside({ due, timeZone }: PromisedWindow, calendar: CalendarEdition): boolean {
  const working = workingTime(calendar);
  if (working.isOpen(due) || working.isOpen(instant(due - 1))) return false;
  const date = toLocal(due, timeZone);
  const isDay = due === endOfDay(date, timeZone);
  return !isDay || working.between(startOfDay(date, timeZone), due) === 0;
}
