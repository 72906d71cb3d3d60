import { describe, expect, it } from '@jest/globals';

import { hashOf } from '../chain.js';
import { anEvent, someEvents } from '../testing/events.js';
import { prepareAppend } from '../validate.js';
import { newStream, streamOf } from './helpers.js';
import { type Subject } from './subject.js';

export function describeChain(subject: Subject): void {
  describe('the hash chain', () => {
    it('links every event of a stream to the one before, within an append and across appends', async () => {
      const { store } = subject();
      const stream = newStream();
      await store.append(stream, 'no_stream', someEvents(3));
      await store.append(stream, 2n, someEvents(1));
      await store.append(stream, 'any', someEvents(2));
      const events = await streamOf(store, stream);
      expect(events.map(({ previousHash }) => previousHash)).toEqual([
        null,
        ...events.slice(0, -1).map(({ hash }) => hash),
      ]);
    });

    it('can be computed again from what is read', async () => {
      const { store } = subject();
      const stream = newStream();
      await store.append(stream, 'no_stream', [anEvent({ data: { 词: '承诺', n: 0.1 } }), anEvent()]);
      for (const event of await streamOf(store, stream)) {
        const [body] = prepareAppend(stream, 'any', [event]);
        expect(event.hash).toBe(hashOf(body!, stream, Number(event.revision), event.previousHash));
      }
    });

    it('is sound by the store’s own audit', async () => {
      const { store } = subject();
      await store.append(newStream(), 'no_stream', someEvents(3));
      const done: number[] = [];
      for await (const finding of store.audit((count) => done.push(count))) expect(finding).toBeUndefined();
      expect(done.length).toBeGreaterThan(0);
    });
  });
}
