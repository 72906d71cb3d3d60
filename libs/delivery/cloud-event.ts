import { schemaUrn } from '#kept/contracts';
import { type Content, formatInstant, type Instant } from '#kept/domain';
import { type JsonObject } from '#kept/event-store';
import { cursorAt } from './feed/cursor.js';
import { type FeedEntry, type Parties } from './feed/feed-entry.js';

/** Before the names of our types of events. */
export const TYPE_PREFIX = 'kept.';

/** The schema of data that were thinned; of full data it is that of the event. */
export const THIN_SCHEMA = 'urn:kept:event:thin:1';

/**
 * An event as it leaves the house: CloudEvents 1.0 in JSON (structured mode). The extension attributes are all in lower
 * case and texts, as the specification wants it.
 */
export interface CloudEvent {
  specversion: '1.0';
  /** Of the event: the same in the feed, on the stream and in every attempt of a web hook. */
  id: string;
  /** The ledger: `urn:kept:ledger:<identity>`. */
  source: string;
  /** `kept.BreachDeclared` */
  type: string;
  /** The name of the stream: `commitment-42`. */
  subject: string;
  /** When it happened. */
  time: string;
  datacontenttype: 'application/json';
  /** What the data are like: `urn:kept:event:BreachDeclared:1`. */
  dataschema: string;
  /** Where to go on after it, in the feed and on the stream. */
  cursor: string;
  position: string;
  /** In its stream. */
  revision: string;
  /** When the ledger learned it. */
  recordedat: string;
  commitment?: string;
  customer?: string;
  team?: string;
  segment?: string;
  data: JsonObject;
}

export interface Telling {
  /** Of the event store: who says it. */
  identity: string;
  content: Content;
}

export const ledgerUrn = (identity: string): string => `urn:kept:ledger:${identity}`;

/** An entry of the feed as a CloudEvent. */
export function cloudEvent(entry: FeedEntry, { identity, content }: Telling): CloudEvent {
  const { id, type, stream, position, revision, occurredAt, recordedAt, schemaVersion, data } = entry;
  const event: Partial<CloudEvent> = {
    specversion: '1.0',
    id,
    source: ledgerUrn(identity),
    type: `${TYPE_PREFIX}${type}`,
    subject: stream,
    time: formatInstant(occurredAt as Instant),
    datacontenttype: 'application/json',
    dataschema: content === 'thin' ? THIN_SCHEMA : schemaUrn(type, schemaVersion),
    cursor: cursorAt(position, identity),
    position: String(position),
    revision: String(revision),
    recordedat: formatInstant(recordedAt as Instant),
  };
  nameParties(entry, event);
  if (entry.segment !== undefined) event.segment = entry.segment;
  event.data = content === 'thin' ? thin(entry) : data;
  return event as CloudEvent;
}

/** Who is concerned, and by when: enough to know whether to ask for more. */
function thin(entry: FeedEntry): JsonObject {
  const { data, position } = entry;
  const said: JsonObject = {};
  nameParties(entry, said);
  return { ...said, ...only(data, ['obligation', 'deadline', 'historic']), position: String(position) };
}

/** Written in place: a page has a thousand events, and each spread costs as much as a tenth of reading one. */
function nameParties({ commitment, customer, team }: Parties, where: Parties | JsonObject): void {
  if (commitment !== undefined) where.commitment = commitment;
  if (customer !== undefined) where.customer = customer;
  if (team !== undefined) where.team = team;
}

const only = (data: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (name in data ? [[name, data[name]!]] : [])));
