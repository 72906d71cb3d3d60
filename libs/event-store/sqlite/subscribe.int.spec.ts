import { describe, expect, it } from '@jest/globals';
import { type LoggedEvent, START } from '../record.js';
import { openTemporaryEventStore, someEvents } from '../testing/index.js';

/** More than is looked at in one go. */
const MANY = 12_000;

describe('a subscription to some streams', () => {
  it('finds them however many events of others are between, each once and in order', async () => {
    const { store, close } = await openTemporaryEventStore();
    try {
      const rare = [someEvents(1), someEvents(3), someEvents(1)];
      await store.append('rare-1', 'no_stream', rare[0]!);
      for (let n = 0; n < MANY; n += 1_000) await store.append(`other-${n}`, 'no_stream', someEvents(1_000));
      await store.append('rare-2', 'no_stream', rare[1]!);
      const abort = new AbortController();
      const seen: LoggedEvent[] = [];
      for await (const page of store.subscribe({ after: START, pageSize: 2, prefixes: ['rare-'] }, abort.signal)) {
        expect(page).not.toEqual([]);
        seen.push(...page);
        if (seen.length === 4) await store.append('rare-1', 0n, rare[2]!);
        if (seen.length >= 5) abort.abort();
      }
      expect(seen.map(({ id }) => id)).toEqual(rare.flat().map(({ id }) => id));
    } finally {
      await close();
    }
  });
});
