import { type ObligationKind, SPAN_RULES, type Terms } from '../commitment/index.js';
import { type Instant, type Span, type WorkingTime } from '../time/index.js';

/** What obligations depend on beside the commitment's own entries. */
export interface Circumstances {
  /** The calendar its terms pin; needed where they count a length in business time. */
  working?: WorkingTime;
  /** Version of the time zone database it is read by, `2025b`: recorded with what is found by it. */
  timeZoneDatabase?: string;
  /** When the customer was forgotten: nobody can be told, noticed or called any more. */
  forgottenAt?: Instant;
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
