import { type EntityReference, streamName } from '#kept/contracts';
import { eventIdOf, namedUuid } from '../ledger/index.js';
import { type PastEntry } from './record-history.command.js';

/** The same entry of the same source is the same command, in every run. */
export function pastCommandId(source: string, { kind, id }: EntityReference, key: PastEntry['key']): string {
  return namedUuid(`${source}/${streamName(kind, id)}/${key}`);
}

/** The id that an entry will have in the ledger: what a void in the same history names. */
export function pastEntryId(source: string, stream: EntityReference, key: PastEntry['key']): string {
  return eventIdOf(pastCommandId(source, stream, key), streamName(stream.kind, stream.id), 0);
}
