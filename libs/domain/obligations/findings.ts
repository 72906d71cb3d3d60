import {
  type Commitment,
  type CommitmentEntry,
  type BreachDeclared,
  type BreachForeseen,
  type BreachRetracted,
  type Concerned,
  commitmentAt,
  commitmentFrom,
  isDerived,
  type MadeCommitment,
  type ObligationReference,
} from '../commitment/index.js';
import { type Instant } from '../time/index.js';
import { warningAt } from './deadlines.js';
import { type FoundBefore, foundBefore, foundIn } from './found-before.js';
import { breachedAt, type Obligation, stateAt } from './obligation.js';
import { owedBy, termsOf } from './obligations-of.js';
import { type Circumstances, circumstancesUnder } from './terms.js';

/** What the ledger finds out about an obligation, and when that came true. */
export type Finding = (BreachForeseen | BreachDeclared | BreachRetracted) & {
  /** Of the warning, the breach, or the recording of the entry that ended it. */
  at: Instant;
  /** How often a breach of the obligation had been declared before. */
  times: number;
};

/**
 * What is to be recorded about a commitment at a moment: warnings and breaches that its entries and the time come to and
 * its stream does not hold yet, and retractions of those that nothing comes to any more.
 *
 * A stream's time never runs backwards: where the clock has been set back, it stands still until it has caught up.
 */
export function findingsOf(commitment: Commitment, now: Instant, circumstances: Circumstances): Finding[] {
  if (commitment.status === 'unmade') return [];
  const at = momentFor(commitment, now);
  const { obligations } = owedBy(commitmentAt(commitment, at), circumstances);
  const found = foundIn(commitment.entries);
  return [
    ...retractions(commitment, obligations, found, at, circumstances),
    ...obligations.flatMap((obligation) => newFindings(commitment, obligation, found, at, circumstances)),
  ];
}

/** The moment a commitment is looked at: now, or when its last entry was recorded, if that is later. */
export function momentFor({ entries }: MadeCommitment, now: Instant): Instant {
  return entries.reduce((latest, { recordedAt }) => (recordedAt > latest ? recordedAt : latest), now);
}

function newFindings(
  commitment: MadeCommitment,
  obligation: Obligation,
  found: readonly FoundBefore[],
  at: Instant,
  circumstances: Circumstances,
): Finding[] {
  const { kind, entry, deadline } = obligation;
  const { foreseen, declared: times, standing } = foundBefore(found, obligation);
  const { timeZoneDatabase } = circumstances;
  const by = timeZoneDatabase === undefined ? {} : { timeZoneDatabase };
  const breach = breachedAt(obligation, at);
  if (breach !== undefined) {
    if (standing?.deadline === deadline && standing.at === breach) return [];
    const historic = breach < commitment.promise.recordedAt;
    const data = { ...concernedBy(commitment), obligation: { kind, entry }, deadline, historic, ...by };
    return [{ type: 'BreachDeclared', data, at: breach, times }];
  }
  if (stateAt(obligation, at) !== 'open' || obligation.stoppedAt !== undefined) return [];
  const terms = termsOf(commitment)!;
  const warning = warningAt(obligation, terms, circumstancesUnder(terms, circumstances));
  if (warning === undefined || warning > at || foreseen.includes(deadline)) return [];
  const data = { ...concernedBy(commitment), obligation: { kind, entry }, deadline, ...by };
  return [{ type: 'BreachForeseen', data, at: warning, times }];
}

function concernedBy({ promise }: MadeCommitment): Concerned {
  const { customer, team, segment } = promise.data;
  return segment === undefined ? { customer, team } : { customer, team, segment };
}

function retractions(
  commitment: MadeCommitment,
  obligations: readonly Obligation[],
  found: readonly FoundBefore[],
  at: Instant,
  circumstances: Circumstances,
): Finding[] {
  return found.flatMap(({ kind, entry, declared: times, standing }): Finding[] => {
    if (!standing || shows(obligations, { kind, entry }, standing, at)) return [];
    const { deadline } = standing;
    const cause = causeOf(commitment, (without) =>
      shows(owedBy(commitmentAt(without, at), circumstances).obligations, { kind, entry }, standing, at),
    );
    return [
      {
        type: 'BreachRetracted',
        data: { ...concernedBy(commitment), obligation: { kind, entry }, deadline, cause: cause.id },
        at: cause.recordedAt,
        times,
      },
    ];
  });
}

/** Whether a breach that was declared is what the obligations come to. */
function shows(
  obligations: readonly Obligation[],
  { kind, entry }: ObligationReference,
  { deadline, at: declared }: { deadline: Instant; at: Instant },
  at: Instant,
): boolean {
  return obligations.some(
    (one) => one.kind === kind && one.entry === entry && one.deadline === deadline && breachedAt(one, at) === declared,
  );
}

/** The last entry without which the breach would still show. */
function causeOf({ entries }: MadeCommitment, showsIn: (commitment: Commitment) => boolean): CommitmentEntry {
  const recorded = entries.filter(({ type }) => !isDerived(type)).sort((a, b) => a.revision - b.revision);
  for (let count = recorded.length - 1; count > 0; count -= 1)
    if (showsIn(commitmentFrom(recorded.slice(0, count)))) return recorded[count]!;
  return recorded.at(-1)!;
}
