import { type CommitmentCommand, type CustomerCommand, type Instant, type TeamCommand } from '#kept/domain';
import { type Actor } from '#kept/event-store';
import { type EntityReference } from '#kept/contracts';
import { Command } from '@nestjs/cqrs';

type AnyCommand = CommitmentCommand | CustomerCommand | TeamCommand;

/** One thing that happened before the ledger knew of it. */
export interface PastEntry {
  /** Tells it from every other entry of its stream and source, the same in every run: `promised`, `moved 2024-…#1`. */
  key: string;
  occurredAt: Instant;
  /** When the ledger learned it, where that is known too; default: the history’s own. */
  recordedAt?: Instant;
  /** The command it would have been. */
  type: AnyCommand['type'];
  data: AnyCommand['data'];
}

/**
 * Records what is known of one commitment, customer or team from elsewhere: its entries, in order, in one append where
 * they fit. Recording the same history again changes nothing.
 */
export class RecordHistory extends Command<PastEntryOutcome[]> {
  constructor(
    readonly stream: EntityReference,
    readonly entries: readonly PastEntry[],
    /** Where it comes from, `olist`: part of every entry's identity. */
    readonly source: string,
    readonly actor: Actor,
    readonly recordedAt: Instant,
  ) {
    super();
  }
}

/** What became of each entry, in the order given. */
export type PastEntryOutcome =
  | { outcome: 'recorded'; events: number }
  /** It stood there already, word for word. */
  | { outcome: 'unchanged' }
  /** It is true and changes nothing: a reschedule to where the plan already was. */
  | { outcome: 'without-effect' }
  | { outcome: 'refused'; code: string; parameters: Readonly<Record<string, string | number | boolean>> };

/** How many events these outcomes added to the ledger. */
export function eventsIn(outcomes: readonly PastEntryOutcome[]): number {
  return outcomes.reduce((sum, one) => sum + (one.outcome === 'recorded' ? one.events : 0), 0);
}
