import { commitmentCodec, customerCodec, teamCodec } from '#kept/contracts';
import {
  advance,
  type Commitment,
  type CommitmentEntry,
  type CurrentCommitment,
  type CustomerEntry,
  evolve,
  evolveTeam,
  type Instant,
  type TeamEntry,
  unknownTeam,
  unmade,
} from '#kept/domain';
import { type LoggedEvent } from '#kept/event-store';
import { type CommitmentSubject, type CustomerSubject, type TeamSubject } from '../projection.js';
import { type Fold } from './folds.js';
import { positionNumber } from './position.js';

/** A commitment's stream, folded. */
export interface FoldedCommitment {
  /** Absent before its promise. */
  subject: CommitmentSubject | undefined;
  /** The commitment with all its entries, where one was late or voided another: then a second is likely. */
  past: Commitment | undefined;
}

/**
 * Commitments are folded without their entries, which would be most of what is in memory: only a late entry or a void
 * changes the meaning of earlier ones, and then they are read from the store.
 */
export const commitmentFold: Fold<CommitmentEntry, FoldedCommitment> = {
  initial: { subject: undefined, past: undefined },
  withPast: { subject: undefined, past: unmade },
  decode: (event) => commitmentCodec.decode(event),
  step: foldCommitment,
  weight: ({ past }) => (past && 'entries' in past ? 1 + past.entries.length : 1),
};

/** A customer's stream; nothing before its first entry. */
export const customerFold: Fold<CustomerEntry, CustomerSubject | null> = {
  initial: null,
  withPast: null,
  decode: (event) => customerCodec.decode(event),
  step: (customer, entry, event) => {
    const position = positionNumber(event.position);
    const before = customer ?? { id: idOf(event), position, page: position };
    return customerAfter({ ...before, page: pageAfter(before, entry, position) }, entry);
  },
  weight: () => 1,
};

/** A team's stream; nothing before its first entry. */
export const teamFold: Fold<TeamEntry, TeamSubject | null> = {
  initial: null,
  withPast: null,
  decode: (event) => teamCodec.decode(event),
  step: teamAfter,
  weight: () => 1,
};

/** @throws what the domain throws at a history that cannot be */
function foldCommitment(
  { subject, past }: FoldedCommitment,
  entry: CommitmentEntry,
  event: LoggedEvent,
): FoldedCommitment | undefined {
  if (past || !subject) {
    const commitment = evolve(past ?? unmade, entry);
    return {
      subject: commitment.status === 'unmade' ? undefined : subjectAfter(subject, entry, event, currentOf(commitment)),
      past: past && commitment,
    };
  }
  if (entry.type === 'EntryVoided' || entry.occurredAt < subject.lastOccurredAt) return undefined;
  return { subject: subjectAfter(subject, entry, event, advance(subject.commitment, entry)), past };
}

function currentOf(commitment: CurrentCommitment): CurrentCommitment {
  const { status, promise } = commitment;
  return status === 'voided' ? { status, promise } : { status, promise, standing: commitment.standing };
}

function subjectAfter(
  before: CommitmentSubject | undefined,
  entry: CommitmentEntry,
  event: LoggedEvent,
  commitment: CurrentCommitment,
): CommitmentSubject {
  const position = positionNumber(event.position);
  return {
    id: before ? before.id : idOf(event),
    commitment,
    position: before ? before.position : position,
    page: before ? pageAfter(before, entry, position) : position,
    lastPosition: position,
    lastRevision: entry.revision,
    lastOccurredAt: (before ? Math.max(entry.occurredAt, before.lastOccurredAt) : entry.occurredAt) as Instant,
  };
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

/** @throws what the domain throws at a history that cannot be */
function teamAfter(before: TeamSubject | null, entry: TeamEntry, event: LoggedEvent): TeamSubject | undefined {
  const position = positionNumber(event.position);
  const team = evolveTeam(before ? before.team : unknownTeam, entry);
  // There is no way back to it: evolving throws where the first entry is not the registration.
  if (team.status === 'unknown') return undefined;
  return {
    id: before ? before.id : idOf(event),
    position: before ? before.position : position,
    team,
    lastPosition: position,
    lastRevision: entry.revision,
  };
}

/**
 * Entries of a stream that share a page. Most commitments have far fewer; and whoever has thousands should not have all
 * of them rewritten with each that is added.
 */
const ENTRIES_A_PAGE = 64;

/** Position of the first entry of the page that an entry is on. */
function pageAfter(before: { page: number }, { revision }: { revision: number }, position: number): number {
  return revision % ENTRIES_A_PAGE === 0 ? position : before.page;
}

/** `commitment-42` is commitment `42`. */
const idOf = ({ stream }: LoggedEvent): string => stream.slice(stream.indexOf('-') + 1);
