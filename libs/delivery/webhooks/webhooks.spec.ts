import { type EventStore, type Position } from '#kept/event-store';
import { expect, it } from '@jest/globals';
import { onEveryDatabase } from './journal/testing/databases.fixture.js';
import { JournalStore } from './journal/journal-store.js';
import { AllowList } from './sending/guard/allow-list.js';
import { MemoryLog } from './testing/memory-log.fixture.js';
import { Webhooks } from './webhooks.js';

onEveryDatabase('web hooks', (database) => {
  it('refuse a journal that has come further than the ledger: it was restored', async () => {
    const place = database.newPlace();
    const journal = await JournalStore.open(place.database(), 'ours');
    const opened = (head: bigint): Promise<Webhooks> => {
      const store = {
        identity: () => Promise.resolve('ours'),
        head: () => Promise.resolve(head),
      } as unknown as EventStore;
      const shared = { version: '0', origin: 'here', allow: new AllowList(), failed: () => undefined };
      return Webhooks.open({ ...shared, store, feed: new MemoryLog(), journal: place.database() });
    };
    await (await opened(0n)).stop();
    await journal.claim('s', 'somebody', 7n as Position);
    await expect(opened(6n)).rejects.toMatchObject({ reason: 'ahead-of-the-log' });
    await (await opened(7n)).stop();
    await journal.close();
    await place.leave();
  });
});
