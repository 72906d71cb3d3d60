import { type Commitment, commitmentAt, standingWhenMade, step, type Terms } from '../commitment/index.js';
import { type Instant } from '../time/index.js';
import { type Obligation } from './obligation.js';
import { owe, owedWhenMade } from './owe.js';
import { type Owed } from './owed.js';
import { type Circumstances, circumstancesUnder } from './terms.js';

/** What a commitment owes by all its entries; nothing before its promise. Deadlines are for `stateAt` to judge. */
export function owedBy(commitment: Commitment, given: Circumstances): Owed {
  if (commitment.status === 'unmade') return { obligations: [], calls: 0 };
  const { promise, entries, voided } = commitment;
  const terms = 'standing' in commitment ? commitment.standing.terms : promise.data.terms;
  const circumstances = circumstancesUnder(terms, given);
  let standing = standingWhenMade(promise);
  let owed = owedWhenMade(promise, terms, circumstances);
  for (const entry of entries) {
    if (voided.has(entry.id)) continue;
    const before = standing;
    standing = step(before, entry);
    owed = owe(owed, { ...circumstances, entry, before, after: standing, terms });
  }
  const { forgottenAt } = circumstances;
  const obligations = forgottenAt === undefined ? owed.obligations : owed.obligations.map(onceForgotten(forgottenAt));
  return { ...owed, obligations: commitment.status === 'voided' ? obligations.map(voidedBy(commitment)) : obligations };
}

/** What a commitment owed at a moment, by what is known now: a customer forgotten after it was not yet. */
export function obligationsOf(
  commitment: Commitment,
  at: Instant,
  { forgottenAt, ...circumstances }: Circumstances = {},
): readonly Obligation[] {
  const known = forgottenAt === undefined || forgottenAt > at ? circumstances : { ...circumstances, forgottenAt };
  return owedBy(commitmentAt(commitment, at), known).obligations;
}

/** Whoever was forgotten cannot be told anything: duties to do so that were open then, or came later, are void. */
export function onceForgotten(forgottenAt: Instant): (one: Obligation) => Obligation {
  return (one) => {
    const isToTell = one.kind !== 'keep' && one.kind !== 'answer-complaint';
    const wasOver = one.end ? one.end.at < forgottenAt : one.stoppedAt === undefined && one.deadline < forgottenAt;
    if (!isToTell || wasOver) return one;
    return { ...one, end: { state: 'void', at: one.since > forgottenAt ? one.since : forgottenAt } };
  };
}

/** Nothing is owed of a promise that was a mistake. */
function voidedBy({ entries, promise }: Extract<Commitment, { status: 'voided' }>): (one: Obligation) => Obligation {
  const mistake = entries.find((entry) => entry.type === 'EntryVoided' && entry.data.entry === promise.id);
  const at = mistake?.occurredAt ?? promise.occurredAt;
  return (one) => ({ ...one, end: { state: 'void', at } });
}

/** Terms a commitment's obligations are judged by; `undefined` before its promise. */
export function termsOf(commitment: Commitment): Terms | undefined {
  if (commitment.status === 'unmade') return undefined;
  return 'standing' in commitment ? commitment.standing.terms : commitment.promise.data.terms;
}
