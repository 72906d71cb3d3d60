import { type MadeCommitment, type ObligationReference, type Terms } from '../commitment/index.js';
import { type Instant } from '../time/index.js';
import { warningAt } from './deadlines.js';
import { type FoundBefore, foundBefore, foundIn } from './found-before.js';
import { type Obligation } from './obligation.js';
import { owedBy, termsOf } from './obligations-of.js';
import { type Circumstances, circumstancesUnder } from './terms.js';

/**
 * The first moment at which `findingsOf` comes to something, if nothing else is recorded: what a watch sleeps until. A
 * moment in the past is one that has been missed, or a breach that stands and should not.
 */
export function attentionAt(
  obligations: readonly Obligation[],
  found: readonly FoundBefore[],
  terms: Terms,
  circumstances: Circumstances,
): Instant | undefined {
  const moments = [
    ...obligations.map((one) => momentOf(one, foundBefore(found, one), terms, circumstances)),
    // Of an obligation that is no more: the entry that created it was voided.
    ...found.map((one) => (obligations.some((other) => isSame(one, other)) ? undefined : one.standing?.at)),
  ].filter((moment) => moment !== undefined);
  return moments.length === 0 ? undefined : (Math.min(...moments) as Instant);
}

/** The same of a whole commitment. */
export function nextAttention(commitment: MadeCommitment, circumstances: Circumstances): Instant | undefined {
  const terms = termsOf(commitment)!;
  const { obligations } = owedBy(commitment, circumstances);
  return attentionAt(obligations, foundIn(commitment.entries), terms, circumstancesUnder(terms, circumstances));
}

function momentOf(
  obligation: Obligation,
  { foreseen, standing }: FoundBefore,
  terms: Terms,
  circumstances: Circumstances,
): Instant | undefined {
  const { end, deadline, stoppedAt } = obligation;
  const breach = end ? (end.state === 'breached' ? end.at : undefined) : stoppedAt === undefined ? deadline : undefined;
  if (standing) return standing.deadline === deadline && standing.at === breach ? undefined : standing.at;
  if (breach === undefined) return undefined;
  if (end) return breach;
  const warning = foreseen.includes(deadline) ? undefined : warningAt(obligation, terms, circumstances);
  // A deadline has passed when it is strictly before now.
  return (warning === undefined ? breach + 1 : Math.min(warning, breach + 1)) as Instant;
}

const isSame = (a: ObligationReference, b: ObligationReference): boolean => a.kind === b.kind && a.entry === b.entry;
