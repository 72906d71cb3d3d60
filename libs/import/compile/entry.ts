import { type PastEntry } from '#kept/application';
import { type EntityReference } from '#kept/contracts';
import { type CommitmentCommand, type CustomerCommand, type Instant, type TeamCommand } from '#kept/domain';

type AnyCommand = CommitmentCommand | CustomerCommand | TeamCommand;

/** Something that happened, read from a row: the command it would have been, and on which stream. */
export interface ReadEntry<Command extends AnyCommand = AnyCommand> {
  stream: EntityReference;
  type: Command['type'];
  occurredAt: Instant;
  data: Command['data'] & PastEntry['data'];
}

/** Optional parts are left out of an entry, never set to `undefined`. */
export function given<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}

/** Free text goes under `personal`, where it can be erased by itself. */
export function noted(note: string | undefined): { personal?: { note: string } } {
  return note === undefined ? {} : { personal: { note } };
}
