import { integerBetween } from '../check.js';
import { refuse } from '../refusal.js';
import { MOST_DAYS } from './calendar/business-days.js';
import { type WorkingTime } from './calendar/working-time.js';
import { duration, type Duration } from './duration.js';
import { instant, type Instant } from './instant.js';

/** A length of a policy: elapsed, or counted in open hours or business days of the pinned calendar. */
export type Span = Duration | { businessTime: Duration } | { businessDays: number };

/** The span with every part checked. @throws Refusal naming the part */
export function span(value: Span, field = 'span'): Span {
  if (typeof value === 'number') return duration(value, field);
  if (typeof value !== 'object' || (value as unknown) === null) return refuse('value-missing', { field });
  const hasTime = 'businessTime' in value;
  if (hasTime === 'businessDays' in value)
    return refuse('span-unclear', { field, allowed: 'businessTime, businessDays' });
  if (hasTime) return { businessTime: duration(value.businessTime, `${field}.businessTime`) };
  return { businessDays: integerBetween(value.businessDays, 0, MOST_DAYS, `${field}.businessDays`) };
}

/**
 * The moment so much later.
 * @throws Refusal `calendar-missing` where the span is counted in business time and there is no calendar
 */
export function after(at: Instant, length: Span, working?: WorkingTime): Instant {
  if (typeof length === 'number') return instant(at + length);
  const hours = working ?? noCalendar();
  return 'businessTime' in length ? hours.add(at, length.businessTime) : hours.addDays(at, length.businessDays);
}

/**
 * The moment so much before.
 * @throws Refusal `calendar-missing` where the span is counted in business time and there is no calendar
 */
export function before(at: Instant, length: Span, working?: WorkingTime): Instant {
  if (typeof length === 'number') return instant(at - length);
  const hours = working ?? noCalendar();
  return 'businessTime' in length
    ? hours.subtract(at, length.businessTime)
    : hours.subtractDays(at, length.businessDays);
}

function noCalendar(): never {
  return refuse('calendar-missing');
}
