import { type CommitmentFacts, factsOf } from '#kept/domain';
import { type CommitmentSubject } from '../../projection.js';
import { profileText } from './profile.js';

/** The facts of a commitment as a row keeps them. Moments but the first are relative to it: they are near it. */
export type WrittenFacts = [
  madeAt: number,
  /** The latest that any of its entries occurred. */
  lastOccurredAt: number,
  customer: string,
  segment: string | null,
  team: string,
  owner: string,
  kind: string,
  profile: string,
  /** When it was done, where that is known as an instant. */
  fulfilledAt: number | null,
  firstDue: number,
  lastDue: number,
  requestedDue: number | null,
  plannedDue: number,
];

export function writtenFacts({
  commitment,
  lastOccurredAt,
}: Pick<CommitmentSubject, 'commitment' | 'lastOccurredAt'>): WrittenFacts {
  const facts = factsOf(commitment);
  const madeAt = commitment.promise.occurredAt;
  return [
    madeAt,
    lastOccurredAt - madeAt,
    facts.customer,
    facts.segment ?? null,
    facts.team,
    facts.owner,
    facts.kind,
    profileText(facts),
    facts.fulfilledAt === undefined ? null : facts.fulfilledAt - madeAt,
    dueOn(facts, 'as-first-promised')! - madeAt,
    dueOn(facts, 'as-last-agreed')! - madeAt,
    facts.bases['as-requested'] ? dueOn(facts, 'as-requested')! - madeAt : null,
    dueOn(facts, 'as-planned')! - madeAt,
  ];
}

const dueOn = ({ bases }: CommitmentFacts, basis: keyof CommitmentFacts['bases']) => bases[basis]?.due;
