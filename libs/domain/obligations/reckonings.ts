import { type MadeCommitment, type Standing, standingWhenMade, step } from '../commitment/index.js';
import { after, before, type Instant, type Span, startOf, ZERO } from '../time/index.js';
import { type Obligation } from './obligation.js';
import { termsOf } from './obligations-of.js';
import { type Circumstances, SPAN_OF } from './terms.js';

/** One of the lengths that a deadline is reckoned from: it is the earliest of them that lies ahead. */
export interface Reckoning {
  rule: (typeof SPAN_OF)[keyof typeof SPAN_OF] | 'minimumNotice';
  /** What it counts from: a due that is expected, the beginning of a window, or what was recorded. */
  from: 'due' | 'start' | 'entry';
  at: Instant;
  length: Span;
  direction: 'after' | 'before';
  moment: Instant;
  /** It lay behind already, so the due itself counts, where that was still ahead. */
  tooLate: boolean;
}

/** How the deadline of an obligation came about, before pauses moved it. */
export function reckoningsOf(
  commitment: MadeCommitment,
  { kind, entry: id, since }: Obligation,
  { working }: Circumstances,
): Reckoning[] {
  const terms = termsOf(commitment)!;
  const { before: was, after: is } = standingsAround(commitment, id);
  const one = (
    rule: Reckoning['rule'],
    from: Reckoning['from'],
    at: Instant,
    direction: Reckoning['direction'],
  ): Reckoning[] => {
    const length = terms[rule] ?? (rule === 'grace' ? ZERO : undefined);
    if (length === undefined) return [];
    const moment = (direction === 'after' ? after : before)(at, length, working);
    return [{ rule, from, at, length, direction, moment, tooLate: direction === 'before' && moment < since }];
  };
  switch (kind) {
    case 'keep':
      return one('grace', 'due', is.expectation.due, 'after');
    case 'advance-notice':
      return one('advanceNoticeLead', 'start', startOf(is.expectation), 'before');
    case 'announce-change': {
      const dues = is.settlement ? [was.expectation.due] : [was.expectation.due, is.plan.due];
      const ahead = dues.filter((due) => due >= since);
      return [
        ...one('tellWithin', 'entry', since, 'after'),
        ...(ahead.length === 0 ? [] : one('minimumNotice', 'due', Math.min(...ahead) as Instant, 'before')),
      ];
    }
    case 'follow-up':
    case 'answer-complaint':
      return one(SPAN_OF[kind], 'entry', since, 'after');
  }
}

/** Where a commitment stood before and after one of its entries. */
function standingsAround(
  { promise, entries, voided }: MadeCommitment,
  id: string,
): { before: Standing; after: Standing } {
  let before = standingWhenMade(promise);
  let standing = before;
  for (const entry of entries) {
    if (voided.has(entry.id) && entry !== promise) continue;
    before = standing;
    standing = step(before, entry);
    if (entry.id === id) break;
  }
  return { before, after: standing };
}
