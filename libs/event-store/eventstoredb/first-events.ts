import { type LoggedEvent, type RecordedEvent } from '../record.js';
import { type StreamReader } from './stream-reader.js';

/** Streams that are read at the same time: the server has no one question for all of them. */
const AT_ONCE = 32;

/** The events that streams begin with. */
export async function firstEvents(
  reader: Pick<StreamReader, 'pages'>,
  streams: readonly string[],
): Promise<LoggedEvent[]> {
  const wanted = [...new Set(streams)];
  const first: LoggedEvent[] = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const found = await Promise.all(wanted.slice(from, from + AT_ONCE).map((stream) => firstOf(reader, stream)));
    first.push(...found.filter((event) => event !== undefined));
  }
  return first;
}

async function firstOf(reader: Pick<StreamReader, 'pages'>, stream: string): Promise<LoggedEvent | undefined> {
  for await (const [event] of reader.pages(stream, { limit: 1 })) if (event) return logged(event);
  return undefined;
}

/** Without its provenance. */
function logged({ metadata, position, stream, revision, id, type, data }: RecordedEvent): LoggedEvent {
  const { schemaVersion, occurredAt, recordedAt } = metadata;
  return { position, stream, revision, id, type, schemaVersion, occurredAt, recordedAt, data };
}
