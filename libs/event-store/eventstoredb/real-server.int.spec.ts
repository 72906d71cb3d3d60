import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testEventStoreDB } from '../../../test/support/eventstoredb/shared.js';
import { describeEventStoreConformance } from '../conformance/index.js';
import { all, idsOf, newStream, streamOf } from '../conformance/helpers.js';
import { type EventStore } from '../port.js';
import { anEvent, someEvents } from '../testing/events.js';
import { describeAnswers } from './double/answers.fixture.js';
import { openEventStoreDB } from './index.js';
import { addressIn } from './settings.js';

const server = await testEventStoreDB();

if ('missing' in server) {
  const why = `skipped: the EventStoreDB driver in front of a real server — ${server.missing}`;
  process.stderr.write(`${why}\n`);
  describe('the EventStoreDB driver, in front of a real server,', () => {
    it.skip(why, () => undefined);
  });
} else describeRealServer(server.url);

function describeRealServer(url: string): void {
  describeEventStoreConformance('the EventStoreDB driver, in front of a real server,', () => {
    const stores = [openEventStoreDB(url)];
    return Promise.resolve({
      store: stores[0]!,
      reopen: () => {
        const another = openEventStoreDB(url);
        stores.push(another);
        return Promise.resolve(another);
      },
      close: async () => {
        for (const store of stores) await store.close();
      },
    });
  });

  const client = EventStoreDBClient.connectionString(url);
  const { credentials } = addressIn(url);
  afterAll(() => client.dispose());

  describeAnswers('a real server answers as the double does', () =>
    Promise.resolve({
      connectionString: url,
      remove: async (stream, how) => {
        if (how === 'deleted') await client.deleteStream(stream, { credentials });
        else await client.tombstoneStream(stream, { credentials });
      },
      close: () => Promise.resolve(),
    }),
  );

  describe('the driver, in front of a real server,', () => {
    let store: EventStore;
    beforeAll(() => {
      store = openEventStoreDB(url);
    });
    afterAll(() => store.close());

    it('chains what follows a repeat to what was written, not to what was offered again', async () => {
      const stream = newStream();
      const event = anEvent({ data: { said: 'first' } });
      await store.append(stream, 'no_stream', [event]);
      const another = openEventStoreDB(url);
      const changed = { ...event, data: { said: 'second' } };
      expect(await another.append(stream, 'no_stream', [changed])).toMatchObject({ isNew: false });
      await another.append(stream, 0n, someEvents(1));
      const [first, second] = await streamOf(store, stream);
      expect(second!.previousHash).toBe(first!.hash);
      await another.close();
    });

    it('shows nothing of others who keep their events there', async () => {
      const before = await store.head();
      const [stream, own] = [newStream(), someEvents(2)];
      await store.append(stream, 'no_stream', own);
      const theirs = jsonEvent({ type: 'Said', data: {} });
      await client.appendToStream(`orders-${randomUUID()}`, theirs, { credentials });
      const seen = (await all(store.readAll({ after: before }))).filter((event) => event.stream === stream);
      expect(idsOf(seen)).toEqual(idsOf(own));
      expect((await all(store.readAll({ after: before }))).some(({ type }) => type === 'Said')).toBe(false);
    });

    it('has one name, whoever asks', async () => {
      const another = openEventStoreDB(url);
      expect(await another.identity()).toBe(await store.identity());
      await another.close();
    });
  });
}
