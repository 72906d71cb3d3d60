import { type Terms } from '../commitment/index.js';
import { after, before, type Instant, movedBy, type PromisedWindow, startOf } from '../time/index.js';
import { type Obligation } from './obligation.js';
import { type Circumstances, isBusiness, SPAN_OF } from './terms.js';

const latest = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** When a breach of `keep` is declared: grace delays it, and no deadline lies before the entry that created it. */
export function keepDeadline(expectation: PromisedWindow, since: Instant, terms: Terms, on: Circumstances): Instant {
  const { grace } = terms;
  return latest(since, grace === undefined ? expectation.due : after(expectation.due, grace, on.working));
}

/** By when advance notice is to be given; `undefined` where none is asked, or it was agreed too late for that. */
export function adviceDeadline(
  expectation: PromisedWindow,
  since: Instant,
  { advanceNoticeLead }: Terms,
  { working }: Circumstances,
): Instant | undefined {
  if (advanceNoticeLead === undefined) return undefined;
  const deadline = before(startOf(expectation), advanceNoticeLead, working);
  return since <= deadline ? deadline : undefined;
}

/**
 * By when a change is to be told: within so long of it, and with so much notice before the earlier of what is expected
 * and what is now planned, each only while it lies ahead; at that due itself where the notice can no longer be given.
 * @param dues what is expected, and what is now planned, if anything
 */
export function announcementDeadline(
  dues: readonly Instant[],
  since: Instant,
  { tellWithin, minimumNotice }: Terms,
  { working }: Circumstances,
): Instant | undefined {
  const candidates: Instant[] = [];
  if (tellWithin !== undefined) candidates.push(after(since, tellWithin, working));
  const ahead = dues.filter((due) => due >= since);
  if (minimumNotice !== undefined && ahead.length > 0) {
    const due = Math.min(...ahead) as Instant;
    const withNotice = before(due, minimumNotice, working);
    candidates.push(withNotice >= since ? withNotice : due);
  }
  return candidates.length === 0 ? undefined : (Math.min(...candidates) as Instant);
}

/** When a warning of a deadline is due: the terms' lead before it, and never before there was an obligation. */
export function warningAt(
  { deadline, since }: Obligation,
  terms: Terms,
  { working }: Circumstances,
): Instant | undefined {
  return terms.warnBefore === undefined ? undefined : latest(since, before(deadline, terms.warnBefore, working));
}

/** The obligation with its clock going again, and its deadline moved by the time for which it stood. */
export function resumed(obligation: Obligation, at: Instant, terms: Terms, { working }: Circumstances): Obligation {
  const { stoppedAt, ...running } = obligation;
  if (stoppedAt === undefined) return obligation;
  const counted = isBusiness(terms[SPAN_OF[obligation.kind]]) ? working : undefined;
  return { ...running, deadline: movedBy(running.deadline, { from: stoppedAt, to: at }, counted) };
}
