import { type ObligationKind, SPAN_RULES, type Terms } from '../commitment/index.js';
import { type Instant, type Span, type WorkingTime } from '../time/index.js';

/** What obligations depend on beside the commitment's own entries. */
export interface Circumstances {
  /** The calendar its terms pin; needed where they count a length in business time. */
  working?: WorkingTime;
  /** Version of the time zone database it is read by, `2025b`: recorded with what is found by it. */
  timeZoneDatabase?: string;
  /** Calendars by their version, where its terms were others before, or may have become others meanwhile. */
  calendars?: (version: string) => WorkingTime | undefined;
  /** When the customer was forgotten: nobody can be told, noticed or called any more. */
  forgottenAt?: Instant;
}

/** The circumstances of a commitment under these terms: with the calendar that they pin. */
export function circumstancesUnder(
  { calendar }: Terms,
  { working: given, calendars, ...circumstances }: Circumstances,
): Circumstances {
  const working = calendars && calendar !== undefined ? calendars(calendar) : given;
  return { ...circumstances, ...(calendars && { calendars }), ...(working && { working }) };
}

/** The length of the terms that sets each kind's deadline; a pause is counted as that length is. */
export const SPAN_OF = {
  keep: 'grace',
  'advance-notice': 'advanceNoticeLead',
  'announce-change': 'tellWithin',
  'follow-up': 'followUpWithin',
  'answer-complaint': 'answerWithin',
} as const satisfies Record<ObligationKind, keyof Terms>;

/** Whether a length is counted in open hours or business days. */
export const isBusiness = (span: Span | undefined): boolean => typeof span === 'object';

/** Whether any deadline under these terms needs a calendar. */
export function needsCalendar(terms: Terms): boolean {
  return SPAN_RULES.some((rule) => isBusiness(terms[rule]));
}

/** Whether anything may be owed under these terms that ends with the customer's being forgotten. */
export function asksToTell(terms: Terms): boolean {
  const { advanceNoticeLead, tellWithin, minimumNotice, followUpWithin } = terms;
  return [advanceNoticeLead, tellWithin, minimumNotice, followUpWithin].some((rule) => rule !== undefined);
}
