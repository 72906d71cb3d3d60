import { commitmentCodec, customerCodec } from '#kept/contracts';
import { type Commitment, type CommitmentEntry, type CustomerEntry, evolve, type Instant, unmade } from '#kept/domain';
import { type LoggedEvent } from '#kept/event-store';
import { type CommitmentSubject, type CustomerSubject } from '../projection.js';
import { positionNumber } from './position.js';

/** What one event did: the entry it holds, where this program knows its type, and the subject after it. */
export interface Folding<Entry, Subject> {
  entry?: Entry;
  subject?: Subject;
}

export type CommitmentFolding = Folding<CommitmentEntry, CommitmentSubject>;
export type CustomerFolding = Folding<CustomerEntry, CustomerSubject>;

/** @throws UnreadableEvent; or what the domain throws at a history that cannot be */
export function foldCommitment({ subject }: CommitmentFolding, event: LoggedEvent): CommitmentFolding {
  const entry = commitmentCodec.decode(event);
  if (!entry) return subject ? { subject } : {};
  const before: Commitment = subject?.commitment ?? unmade;
  const commitment = evolve(before, entry);
  if (commitment.status === 'unmade') return { entry };
  const position = positionNumber(event.position);
  return {
    entry,
    subject: {
      id: subject?.id ?? idOf(event),
      commitment,
      position: subject?.position ?? position,
      lastPosition: position,
      lastRevision: entry.revision,
      lastOccurredAt: Math.max(entry.occurredAt, subject?.lastOccurredAt ?? entry.occurredAt) as Instant,
    },
  };
}

/** @throws UnreadableEvent */
export function foldCustomer({ subject }: CustomerFolding, event: LoggedEvent): CustomerFolding {
  const entry = customerCodec.decode(event);
  if (!entry) return subject ? { subject } : {};
  const before = subject ?? { id: idOf(event), position: positionNumber(event.position) };
  return { entry, subject: customerAfter(before, entry) };
}

function customerAfter(customer: CustomerSubject, entry: CustomerEntry): CustomerSubject {
  switch (entry.type) {
    case 'CustomerRegistered': {
      const { segment, timeZone } = entry.data;
      return {
        ...customer,
        registeredAt: entry.occurredAt,
        ...(segment !== undefined && { segment }),
        ...(timeZone !== undefined && { timeZone }),
      };
    }
    case 'CustomerForgotten':
      return { ...customer, forgottenAt: entry.occurredAt };
    case 'ExpectationStated':
    case 'ExpectationCorrected':
    case 'SatisfactionReported':
      return customer;
  }
}

/** `commitment-42` is commitment `42`. */
const idOf = ({ stream }: LoggedEvent): string => stream.slice(stream.indexOf('-') + 1);
