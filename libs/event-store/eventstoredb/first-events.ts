import { type FirstEvent } from '../record.js';
import { type StreamReader } from './stream-reader.js';

/** Streams that are read at the same time: the server has no one question for all of them. */
const AT_ONCE = 32;

/** What streams begin with. */
export async function firstEvents(
  reader: Pick<StreamReader, 'pages'>,
  streams: readonly string[],
): Promise<FirstEvent[]> {
  const wanted = [...new Set(streams)];
  const first: FirstEvent[] = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const found = await Promise.all(wanted.slice(from, from + AT_ONCE).map((stream) => firstOf(reader, stream)));
    first.push(...found.filter((event) => event !== undefined));
  }
  return first;
}

async function firstOf(reader: Pick<StreamReader, 'pages'>, stream: string): Promise<FirstEvent | undefined> {
  for await (const [event] of reader.pages(stream, { limit: 1 }))
    if (event) return { stream, recordedAt: event.metadata.recordedAt, json: JSON.stringify(event.data) };
  return undefined;
}
