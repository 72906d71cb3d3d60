import { identifier, integerBetween } from '../check.js';
import { duration, type Duration, span, type Span } from '../time/index.js';

/**
 * The rules a promise was made under: the team's policy in force at that moment, resolved and written on the promise.
 * A later version of the policy changes nothing here until somebody reapplies it.
 */
export interface Terms {
  policy: string;
  calendar?: string;
  /** The adequate level of time: how long after the due a fulfilment is still tolerated. */
  tolerance: Duration;
  /** How long after the due a breach of `keep` is declared. Delays the breach, never the outcome. */
  grace?: Span;
  warnBefore?: Span;
  advanceNoticeLead?: Span;
  tellWithin?: Span;
  minimumNotice?: Span;
  followUpWithin?: Span;
  followUpAttempts?: number;
  answerWithin?: Span;
  /** Whether deadlines wait while the clock is paused; absent: they do. */
  pausesStopClock?: boolean;
}

/** The rules that are lengths of time, elapsed or counted by the calendar. */
export const SPAN_RULES = [
  'grace',
  'warnBefore',
  'advanceNoticeLead',
  'tellWithin',
  'minimumNotice',
  'followUpWithin',
  'answerWithin',
] as const satisfies readonly (keyof Terms)[];

/** What a team's policy and the terms of a promise have in common: rules that may be absent. */
export type OptionalTerms = Omit<Terms, 'policy' | 'calendar' | 'tolerance'>;

/** The terms with every part checked. @throws Refusal naming the part */
export function checkedTerms(terms: Terms, field = 'terms'): Terms {
  const checked: Terms = {
    policy: identifier(terms.policy, `${field}.policy`),
    tolerance: duration(terms.tolerance, `${field}.tolerance`),
  };
  if (terms.calendar !== undefined) checked.calendar = identifier(terms.calendar, `${field}.calendar`);
  return Object.assign(checked, checkedOptionalTerms(terms, field));
}

/** Whether they ask for the same. */
export function sameTerms(a: Terms, b: Terms): boolean {
  return inOrder(a) === inOrder(b);
}

const inOrder = (terms: Terms): string => JSON.stringify(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The rules that may be absent, those that are there checked. @throws Refusal naming the part */
export function checkedOptionalTerms(terms: OptionalTerms, field: string): OptionalTerms {
  const checked: OptionalTerms = {};
  for (const rule of SPAN_RULES) {
    const length = terms[rule];
    if (length !== undefined) checked[rule] = span(length, `${field}.${rule}`);
  }
  if (terms.followUpAttempts !== undefined)
    checked.followUpAttempts = integerBetween(terms.followUpAttempts, 1, 100, `${field}.followUpAttempts`);
  if (terms.pausesStopClock !== undefined) checked.pausesStopClock = terms.pausesStopClock;
  return checked;
}
