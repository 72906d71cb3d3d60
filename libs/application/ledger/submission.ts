import { type Instant, type RefusalCode, type RefusalParameters } from '#kept/domain';
import { type Actor, type Position } from '#kept/event-store';
import { type DomainCommand } from './aggregate.js';
import { type CommandAnswer } from './loaded-stream.js';

/** Who asks, when it happened, and which command this is. */
export interface CommandMetadata {
  /** Chosen by the caller; the same again for a retry. */
  commandId: string;
  actor: Actor;
  occurredAt: Instant;
  recordedAt: Instant;
  /** Default: the command's own id. */
  correlationId?: string;
  causationId?: string;
  /**
   * What the caller said, where that is less than the command: a retry after the policy or the clock has moved says the
   * same, and comes to another command. Default: the command's own fingerprint.
   */
  fingerprint?: string;
  /** What the caller had seen: the revision of the last entry that people or systems had recorded. */
  ifRevision?: bigint;
}

/** A command with everything the ledger needs to record it. */
export interface Submission<Command extends DomainCommand> {
  command: Command;
  metadata: CommandMetadata;
}

export type SubmissionOutcome =
  | ({ outcome: 'recorded' | 'repeated' } & CommandAnswer)
  /** The command is accepted and changes nothing; nothing was written. The revision is what it was judged by. */
  | { outcome: 'without-effect'; revision: bigint }
  | { outcome: 'refused'; code: RefusalCode | LedgerRefusal; parameters: RefusalParameters };

/** What the ledger refuses by itself, whatever the decider says. */
export type LedgerRefusal = 'command-id-reused' | 'revision-stale';

/** What became of commands submitted together. */
export interface Submitted<Event = unknown> {
  outcomes: SubmissionOutcome[];
  /** What was written now, as it was decided. */
  written: readonly Event[];
  /** The position of the last event appended; absent where nothing was. */
  position?: Position;
}
