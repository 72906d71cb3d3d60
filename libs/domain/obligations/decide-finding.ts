import { type Command } from '../command.js';
import { type Commitment, type CommitmentEvent } from '../commitment/index.js';
import { type Finding, findingsOf } from './findings.js';
import { type Circumstances } from './terms.js';

/** Records what a watch has found, if it is still so. */
export type RecordFinding = Command<'RecordFinding', { finding: Finding; circumstances: Circumstances }>;

/**
 * The finding's event, where the commitment still comes to exactly that: an entry that arrived a millisecond earlier wins,
 * and so does another watch.
 */
export function decideFinding({ data, metadata }: RecordFinding, commitment: Commitment): CommitmentEvent[] {
  const { finding, circumstances } = data;
  const still = findingsOf(commitment, metadata.recordedAt, circumstances).find(
    (one) => identityOf(one) === identityOf(finding),
  );
  return still ? [{ type: still.type, data: still.data } as CommitmentEvent] : [];
}

/** What makes a finding the same, whoever comes to it: the name of the command that records it. */
export function identityOf({ type, data: { obligation, deadline }, at, times }: Finding): string {
  return [type, obligation.kind, obligation.entry, deadline, at, times].join('/');
}
