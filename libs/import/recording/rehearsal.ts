import { type PastEntry, type PastEntryOutcome } from '#kept/application';
import { type EntityKind, type EntityReference } from '#kept/contracts';
import {
  type CommitmentCommand,
  type CustomerCommand,
  decide,
  decideCustomer,
  decideTeam,
  evolve,
  evolveCustomer,
  evolveTeam,
  type Moment,
  Refusal,
  type TeamCommand,
  unknownCustomer,
  unknownTeam,
  unmade,
} from '#kept/domain';
import { type RecordPast } from './record.js';

/** Takes one entry and says how many events it gives. @throws Refusal */
type Ledger = (entry: PastEntry, moment: Moment) => number;

/**
 * Records nothing, and answers what an empty ledger would: the same deciders, in memory, one stream at a time. What
 * the real ledger knows already is not looked at.
 */
export function rehearsal(): RecordPast {
  let last: { stream: EntityReference; ledger: Ledger } | undefined;
  return ({ stream, entries, recordedAt }) => {
    // A long stream comes in parts, one right after the other.
    if (last?.stream.kind !== stream.kind || last.stream.id !== stream.id)
      last = { stream, ledger: LEDGERS[stream.kind]() };
    const { ledger } = last;
    return Promise.resolve(
      entries.map((entry) => outcomeOf(() => ledger(entry, { occurredAt: entry.occurredAt, recordedAt }))),
    );
  };
}

function outcomeOf(record: () => number): PastEntryOutcome {
  try {
    const events = record();
    return events === 0 ? { outcome: 'without-effect' } : { outcome: 'recorded', events };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: 'refused', code: error.code, parameters: error.parameters };
  }
}

const LEDGERS: Readonly<Record<EntityKind, () => Ledger>> = {
  commitment: () => {
    let commitment = unmade;
    let revision = 0;
    return ({ type, data }, metadata) => {
      const events = decide({ type, data, metadata } as CommitmentCommand, commitment);
      for (const event of events) {
        commitment = evolve(commitment, { ...event, id: String(revision), revision, ...metadata });
        revision += 1;
      }
      return events.length;
    };
  },
  customer: () => {
    let customer = unknownCustomer;
    return ({ type, data }, metadata) => {
      const events = decideCustomer({ type, data, metadata } as CustomerCommand, customer);
      for (const event of events) customer = evolveCustomer(customer, { ...event, ...metadata });
      return events.length;
    };
  },
  team: () => {
    let team = unknownTeam;
    return ({ type, data }, metadata) => {
      const events = decideTeam({ type, data, metadata } as TeamCommand, team);
      for (const event of events) team = evolveTeam(team, event);
      return events.length;
    };
  },
};
