import { schemaUrn } from '#kept/contracts';
import { type Content, formatInstant, type Instant } from '#kept/domain';
import { type JsonObject, quoted } from '#kept/event-store';
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
  /** Of a web hook: how many deliveries were given up in its lane since the last. An attribute of its own, if any. */
  gap?: number;
}

export const ledgerUrn = (identity: string): string => `urn:kept:ledger:${identity}`;

/**
 * An entry of the feed as the JSON of a {@link CloudEvent}. It is put together as a text, since its data are one already:
 * to parse them in order to write them again would take longer than all the rest.
 */
export function cloudEventJson(entry: FeedEntry, { identity, content, gap = 0 }: Telling): string {
  const { id, type, stream, position, revision, occurredAt, recordedAt, schemaVersion } = entry;
  const [time, recorded] = [formatInstant(occurredAt as Instant), formatInstant(recordedAt as Instant)];
  const schema = content === 'thin' ? THIN_SCHEMA : schemaUrn(type, schemaVersion);
  return (
    `{"specversion":"1.0","id":${quoted(id)},"source":"${ledgerUrn(identity)}","type":${quoted(TYPE_PREFIX + type)}` +
    `,"subject":${quoted(stream)},"time":"${time}","datacontenttype":"application/json","dataschema":${quoted(schema)}` +
    `,"cursor":"${cursorAt(position, identity)}","position":"${position}","revision":"${revision}"` +
    `,"recordedat":"${recorded}"${named(entry)}${member('segment', entry.segment)}` +
    `,"data":${content === 'thin' ? thin(entry) : entry.json}${gap > 0 ? `,"gap":${gap}` : ''}}`
  );
}

const member = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `,"${name}":${quoted(value)}`;

const named = ({ commitment, customer, team }: Parties): string =>
  member('commitment', commitment) + member('customer', customer) + member('team', team);

/** Who is concerned, and by when: enough to know whether to ask for more. */
function thin({ json, position, commitment, customer, team }: FeedEntry): string {
  const data = JSON.parse(json) as JsonObject;
  const said = Object.fromEntries(SAID_THINLY.filter((name) => name in data).map((name) => [name, data[name]]));
  return JSON.stringify({ commitment, customer, team, ...said, position: String(position) });
}

const SAID_THINLY = ['obligation', 'deadline', 'historic'] as const;
