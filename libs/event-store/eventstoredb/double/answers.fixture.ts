import {
  type Credentials,
  EventStoreDBClient,
  isCommandError,
  jsonEvent,
  type JSONEventData,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { isInvented } from '../failures.js';
import { addressIn } from '../settings.js';

/** A server that speaks the protocol: a real one, or the double. */
export interface Served {
  connectionString: string;
  remove: (stream: string, how: 'deleted' | 'tombstoned') => Promise<void>;
  close: () => Promise<void>;
}

type Answer = { next: bigint; written: boolean } | { actual: bigint | 'no_stream' } | { fails: string };

/** What a real server was seen to answer. The stream holds a, b (revisions 0, 1), then d (2), each written once. */
const TABLE: [events: string, at: 'any' | 'no_stream' | 'stream_exists' | bigint, answer: Answer][] = [
  ['a, b', 'no_stream', { next: 1n, written: false }],
  ['a', 'no_stream', { next: 0n, written: false }],
  ['a, b, d', 'no_stream', { next: 2n, written: false }],
  ['b', 0n, { next: 1n, written: false }],
  ['a, b, x', 'no_stream', { actual: 2n }],
  ['a, x', 'no_stream', { actual: 2n }],
  ['x', 'no_stream', { actual: 2n }],
  ['d', 1n, { next: 2n, written: false }],
  ['d', 2n, { next: 3n, written: true }],
  ['d', 'any', { next: 2n, written: false }],
  ['x', 99n, { actual: 2n }],
  ['x, x', 2n, { next: 4n, written: true }],
  ['large', 2n, { fails: 'maximum-append-size-exceeded' }],
  ['empty', 2n, { fails: 'unknown' }],
];

/** Tries the table of docs/explanation/eventstoredb.md, row by row, in streams of its own. */
export function describeAnswers(name: string, open: () => Promise<Served>): void {
  describe(name, () => {
    let server: Served;
    let client: EventStoreDBClient;
    /** Any user name will do without TLS; without one the client takes the other path. */
    let credentials: Credentials;
    let stream: string;
    let events: Record<string, JSONEventData>;
    beforeAll(async () => {
      server = await open();
      client = EventStoreDBClient.connectionString(server.connectionString);
      ({ credentials } = addressIn(server.connectionString));
    });
    afterAll(async () => {
      await client.dispose();
      await server.close();
    });
    beforeEach(async () => {
      stream = `some-${randomUUID()}`;
      const named = ['a', 'b', 'd', 'x'].map((name) => [name, jsonEvent({ type: 'Tried', data: { name } })]);
      events = {
        ...(Object.fromEntries(named) as Record<string, JSONEventData>),
        large: jsonEvent({ type: 'Tried', data: { text: 'x'.repeat(1_100_000) } }),
        empty: jsonEvent({ type: '', data: {} }),
      };
      await append('a, b', 'no_stream');
      await append('d', 1n);
    });
    const append = (names: string, expectedRevision: 'any' | 'no_stream' | 'stream_exists' | bigint, name = stream) =>
      client.appendToStream(
        name,
        names.split(', ').map((each) => events[each]!),
        { expectedRevision, credentials },
      );
    async function count(): Promise<number> {
      const revisions: bigint[] = [];
      for await (const { event } of client.readStream(stream, { credentials })) revisions.push(event!.revision);
      return revisions.length;
    }

    it.each(TABLE)('%s at %s: %j', async (names, at, answer) => {
      const before = await count();
      if ('next' in answer) {
        expect(await append(names, at)).toMatchObject({ success: true, nextExpectedRevision: answer.next });
        expect(await count()).toBe(answer.written ? before + names.split(', ').length : before);
        return;
      }
      const error: unknown = await append(names, at).catch((reason: unknown) => reason);
      if ('fails' in answer)
        expect(isCommandError(error as Error) && (error as { type: string }).type).toBe(answer.fails);
      else expect(error).toMatchObject({ type: 'wrong-expected-version', actualVersion: answer.actual });
      expect(await count()).toBe(before);
    });

    it('takes what never existed only where it is not said to exist', async () => {
      const missing = await append('x', 'stream_exists', 'never').catch((reason: unknown) => reason);
      expect(missing).toBeInstanceOf(WrongExpectedVersionError);
      expect(missing).toMatchObject({ actualVersion: 'no_stream' });
    });

    it('numbers on after a soft delete, and takes nothing after a tombstone', async () => {
      await server.remove(stream, 'deleted');
      await expect(append('x', 'stream_exists')).rejects.toMatchObject({ type: 'stream-deleted' });
      expect(await append('x', 'no_stream')).toMatchObject({ nextExpectedRevision: 3n });
      await server.remove(stream, 'tombstoned');
      await expect(append('x', 'any')).rejects.toMatchObject({ type: 'stream-deleted' });
    });

    it('accepts the names that belong to the server', async () =>
      expect(await append('x', 'any', `$${stream}`)).toMatchObject({ success: true }));

    it('reads all from where an event is, and from nowhere else', async () => {
      const { position } = await append('x', 2n);
      const from = async (commit: bigint): Promise<string[]> => {
        const seen: string[] = [];
        const fromPosition = { commit, prepare: commit };
        for await (const { event } of client.readAll({ fromPosition, maxCount: 1, credentials }))
          seen.push(event!.streamId);
        return seen;
      };
      expect(await from(position!.commit)).toEqual([stream]);
      const invented: unknown = await from(position!.commit - 1n).catch((reason: unknown) => reason);
      expect(isInvented(invented)).toBe(true);
    });
  });
}
