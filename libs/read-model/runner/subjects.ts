import { commitmentCodec, customerCodec, teamCodec } from '#kept/contracts';
import {
  advance,
  attentionAt,
  type Circumstances,
  type Commitment,
  type CommitmentEntry,
  type CurrentCommitment,
  type CustomerEntry,
  evolve,
  evolveTeam,
  type Instant,
  isDerived,
  type MadeCommitment,
  noteFinding,
  owe,
  type Owed,
  owedBy,
  type TeamEntry,
  type Terms,
  unknownTeam,
  unmade,
} from '#kept/domain';
import { type LoggedEvent } from '#kept/event-store';
import { type CommitmentSubject, type CustomerSubject, type TeamSubject } from '../projection.js';
import { type Calendars } from './calendars.js';
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
 * Commitments are folded without their entries, which would be most of what is in memory: only a late entry, a void or
 * other terms change the meaning of earlier ones, and then they are read from the store.
 */
export function commitmentFold(calendars: Calendars): Fold<CommitmentEntry, FoldedCommitment> {
  return {
    initial: { subject: undefined, past: undefined },
    withPast: { subject: undefined, past: unmade },
    decode: (event) => commitmentCodec.decode(event),
    step: (before, entry, event) => foldCommitment(before, entry, event, calendars),
    weight: ({ past }) => (past && 'entries' in past ? 1 + past.entries.length : 1),
  };
}

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
  calendars: Calendars,
): FoldedCommitment | undefined {
  if (past || !subject) {
    const commitment = evolve(past ?? unmade, entry);
    if (commitment.status === 'unmade') return { subject: undefined, past: past && commitment };
    const folded = { commitment: currentOf(commitment), owed: owedAfter(subject, entry, commitment, calendars) };
    return { subject: subjectAfter(subject, entry, event, folded, calendars), past: past && commitment };
  }
  if (isDerived(entry.type)) return { subject: subjectAfter(subject, entry, event, subject, calendars), past };
  if (changesThePast(subject, entry)) return undefined;
  const commitment = advance(subject.commitment, entry);
  const owed = owedNext(subject, entry, commitment, calendars);
  return { subject: subjectAfter(subject, entry, event, { commitment, owed }, calendars), past };
}

/** Whether an entry says something else of those before it. */
function changesThePast({ lastOccurredAt }: CommitmentSubject, { type, occurredAt }: CommitmentEntry): boolean {
  return type === 'EntryVoided' || type === 'PolicyReapplied' || occurredAt < lastOccurredAt;
}

function owedAfter(
  before: CommitmentSubject | undefined,
  entry: CommitmentEntry,
  commitment: MadeCommitment,
  calendars: Calendars,
): Owed {
  if (before && isDerived(entry.type)) return before.owed;
  if (before && !changesThePast(before, entry)) return owedNext(before, entry, commitment, calendars);
  return owedBy(commitment, circumstancesOf(commitment, calendars));
}

/** What is owed after an entry that occurred no earlier than those before it. */
function owedNext(
  { commitment: before, owed }: CommitmentSubject,
  entry: CommitmentEntry,
  after: CurrentCommitment,
  calendars: Calendars,
): Owed {
  if (before.status === 'voided' || after.status === 'voided') return owed;
  const { standing } = after;
  const { terms } = standing;
  return owe(owed, { ...circumstancesOf(after, calendars), entry, before: before.standing, after: standing, terms });
}

/** @throws CalendarNeeded */
function circumstancesOf(commitment: CurrentCommitment, calendars: Calendars): Circumstances {
  const { data } = commitment.promise;
  return calendars.circumstances(data.team, termsOf(commitment));
}

const termsOf = (commitment: CurrentCommitment): Terms =>
  commitment.status === 'voided' ? commitment.promise.data.terms : commitment.standing.terms;

function currentOf(commitment: CurrentCommitment): CurrentCommitment {
  const { status, promise } = commitment;
  return status === 'voided' ? { status, promise } : { status, promise, standing: commitment.standing };
}

function subjectAfter(
  before: CommitmentSubject | undefined,
  entry: CommitmentEntry,
  event: LoggedEvent,
  { commitment, owed }: Pick<CommitmentSubject, 'commitment' | 'owed'>,
  calendars: Calendars,
): CommitmentSubject {
  const position = positionNumber(event.position);
  const found = before ? noteFinding(before.found, entry) : NOTHING_FOUND_YET;
  const attention = attentionAt(owed.obligations, found, termsOf(commitment), circumstancesOf(commitment, calendars));
  const subject: CommitmentSubject = {
    id: before ? before.id : idOf(event),
    commitment,
    owed,
    found,
    position: before ? before.position : position,
    page: before ? pageAfter(before, entry, position) : position,
    lastPosition: position,
    lastRevision: entry.revision,
    lastOccurredAt: lastOccurred(before, entry),
  };
  if (attention !== undefined) subject.attentionAt = attention;
  return subject;
}

const NOTHING_FOUND_YET: CommitmentSubject['found'] = [];

function lastOccurred(before: CommitmentSubject | undefined, { type, occurredAt }: CommitmentEntry): Instant {
  if (!before) return occurredAt;
  return isDerived(type) ? before.lastOccurredAt : (Math.max(occurredAt, before.lastOccurredAt) as Instant);
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
