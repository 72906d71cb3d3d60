import { identifier, integerBetween } from '../check.js';
import { duration, type Duration } from '../time/index.js';

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
  grace?: Duration;
  warnBefore?: Duration;
  advanceNoticeLead?: Duration;
  tellWithin?: Duration;
  minimumNotice?: Duration;
  followUpWithin?: Duration;
  followUpAttempts?: number;
  answerWithin?: Duration;
}

const SPANS = [
  'grace',
  'warnBefore',
  'advanceNoticeLead',
  'tellWithin',
  'minimumNotice',
  'followUpWithin',
  'answerWithin',
] as const;

/** The terms with every part checked. @throws Refusal naming the part */
export function checkedTerms(terms: Terms, field = 'terms'): Terms {
  const checked: Terms = {
    policy: identifier(terms.policy, `${field}.policy`),
    tolerance: duration(terms.tolerance, `${field}.tolerance`),
  };
  if (terms.calendar !== undefined) checked.calendar = identifier(terms.calendar, `${field}.calendar`);
  for (const span of SPANS) {
    const length = terms[span];
    if (length !== undefined) checked[span] = duration(length, `${field}.${span}`);
  }
  if (terms.followUpAttempts !== undefined)
    checked.followUpAttempts = integerBetween(terms.followUpAttempts, 1, 100, `${field}.followUpAttempts`);
  return checked;
}
