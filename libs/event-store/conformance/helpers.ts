import { randomUUID } from 'node:crypto';

import { type EventStore } from '../port.js';
import { type LoggedEvent, type Position, type RecordedEvent } from '../record.js';

export const newStream = (): string => `conformance-${randomUUID()}`;

/** All items of all pages. */
export async function all<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

export const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);

export const streamOf = (store: EventStore, stream: string): Promise<RecordedEvent[]> => all(store.readStream(stream));

/** Follows the log until it has shown so many events of these streams. Others may be writing to it as well. */
export async function follow(
  store: EventStore,
  after: Position,
  streams: readonly string[],
  count: number,
  onEvent: (event: LoggedEvent, seen: number) => void = () => undefined,
): Promise<LoggedEvent[]> {
  const abort = new AbortController();
  const seen: LoggedEvent[] = [];
  for await (const page of store.subscribe({ after, pageSize: 3 }, abort.signal)) {
    for (const event of page) {
      if (!streams.includes(event.stream)) continue;
      seen.push(event);
      onEvent(event, seen.length);
    }
    if (seen.length >= count) abort.abort();
  }
  return seen;
}

/** The error an append fails with; an append that succeeds is an error of the test. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it should have failed with an error');
}
