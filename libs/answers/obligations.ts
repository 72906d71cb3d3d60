import { breachedAt, formatInstant, type Instant, stateAt } from '#kept/domain';
import { type ListedObligation, type OwingCommitment } from '#kept/read-model';

/** An obligation as JSON has it, and what it has come to at a moment. */
export function obligationJson(obligation: ListedObligation, at: Instant) {
  const { kind, entry, since, deadline, stoppedAt, complaint, end, lateAt, declared } = obligation;
  const state = stateAt(obligation, at);
  const breach = breachedAt(obligation, at);
  return {
    obligation: kind,
    entry,
    since: formatInstant(since),
    deadline: formatInstant(deadline),
    state,
    ...(breach !== undefined && { breachedAt: formatInstant(breach), declared: declared?.deadline === deadline }),
    ...(end && state !== 'breached' && { endedAt: formatInstant(end.at) }),
    ...(lateAt !== undefined && { lateAt: formatInstant(lateAt) }),
    ...(stoppedAt !== undefined && { clockStoppedAt: formatInstant(stoppedAt) }),
    ...(complaint !== undefined && { complaint }),
  };
}

/** A commitment of a list of obligations or breaches. */
export function owingJson({ expectationDue, obligations, ...commitment }: OwingCommitment, at: Instant) {
  return {
    ...commitment,
    expectationDue: formatInstant(expectationDue),
    obligations: obligations.map((one) => obligationJson(one, at)),
  };
}
