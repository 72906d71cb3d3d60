import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';

import { all, failureOf, idsOf, streamOf } from '../conformance/helpers.js';
import { anEvent, openTemporaryEventStore, someEvents, type TemporaryEventStore } from '../testing/index.js';

let ledger: TemporaryEventStore;

beforeEach(async () => {
  ledger = await openTemporaryEventStore();
});
afterEach(() => ledger.close());

describe('appends to streams expected to be new', () => {
  it('that are there already take nothing from the others of their transaction, and each gets its own answer', async () => {
    const { store } = ledger;
    const there = someEvents(2);
    const first = await store.append('there', 'no_stream', there);
    const [a, b, c] = [someEvents(2), someEvents(1), someEvents(2)];
    const results = await Promise.allSettled([
      store.append('a', 'no_stream', a),
      store.append('there', 'no_stream', someEvents(3)),
      store.append('b', 'no_stream', b),
      store.append('there', 'no_stream', there),
      store.append('a', 'no_stream', someEvents(1)),
      store.append('a', 'no_stream', a),
      store.append('c', 'no_stream', c),
    ]);
    const position = (after: bigint): bigint => first.position + after;
    expect(results).toMatchObject([
      { value: { revision: 1n, position: position(2n), isNew: true } },
      { reason: { outcome: 'conflict', stream: 'there', actual: 1n } },
      { value: { revision: 0n, position: position(3n) } },
      { value: { ...first, isNew: false } },
      { reason: { outcome: 'conflict', stream: 'a', actual: 1n } },
      { value: { revision: 1n, position: position(2n) } },
      { value: { revision: 1n, position: position(5n) } },
    ]);
    expect(idsOf(await all(store.readAll()))).toEqual(idsOf([...there, ...a, ...b, ...c]));
    expect(await all(pagesOf(store.audit()))).toEqual([]);
  });

  it('meet the streams that another handle has begun meanwhile', async () => {
    const { store, reopen } = ledger;
    const other = await reopen();
    const [ours, theirs] = [someEvents(2), someEvents(2)];
    await store.append('ours', 'no_stream', ours);
    await other.append('theirs', 'no_stream', theirs);
    const conflict = { outcome: 'conflict', actual: 1n };
    expect(await failureOf(store.append('theirs', 'no_stream', someEvents(1)))).toMatchObject(conflict);
    expect(await failureOf(other.append('ours', 'no_stream', someEvents(1)))).toMatchObject(conflict);
    expect(await store.append('theirs', 'no_stream', theirs)).toMatchObject({ revision: 1n, position: 4n });
    expect(await other.append('ours', 1n, someEvents(1))).toMatchObject({ revision: 2n, position: 5n });
    expect(await failureOf(store.append('ours', 1n, someEvents(1)))).toMatchObject({ outcome: 'conflict', actual: 2n });
    expect(await all(pagesOf(store.audit()))).toEqual([]);
  });

  it('are not written in part where a ledger has lost the beginning of the stream', async () => {
    const { store, path } = ledger;
    await store.append('s', 'no_stream', someEvents(2));
    const tampering = new Database(path);
    tampering.exec('DROP TRIGGER events_are_never_deleted; DELETE FROM events WHERE revision = 0');
    tampering.close();
    const [failed, other] = await Promise.allSettled([
      store.append('s', 'no_stream', someEvents(2)),
      store.append('another', 'no_stream', [anEvent()]),
    ]);
    expect(failed).toMatchObject({ reason: { outcome: 'rejected', reason: 'store-damaged' } });
    expect(other).toMatchObject({ status: 'fulfilled' });
    expect(await streamOf(store, 's')).toMatchObject([{ revision: 1n }]);
  });
});

async function* pagesOf<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  for await (const item of items) yield [item];
}
