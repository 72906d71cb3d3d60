import { describe, expect, it } from '@jest/globals';

import { type Position } from '../record.js';
import { someEvents } from '../testing/events.js';
import { all, follow, idsOf, newStream, streamOf } from './helpers.js';
import { type Subject } from './subject.js';

/** Whoever reads may name any position up to the head: also one at which no event is. */
export function describePositions(subject: Subject): void {
  describe('a position', () => {
    it('right before an event leads to that event, and to nothing else where the range ends there', async () => {
      const { store } = subject();
      const stream = newStream();
      await store.append(stream, 'no_stream', someEvents(4));
      for (const event of await streamOf(store, stream)) {
        const range = { after: (event.position - 1n) as Position, through: event.position };
        expect(idsOf(await all(store.readAll(range)))).toEqual([event.id]);
      }
    });

    it('at which no event is, is as good as the last one before it', async () => {
      const { store } = subject();
      const stream = newStream();
      await store.append(stream, 'no_stream', someEvents(4));
      const events = await streamOf(store, stream);
      const [, second, third, last] = events.map(({ position }) => position);
      // In a dense log it is the event before; elsewhere it lies between two.
      const between = ((second! + third!) / 2n) as Position;
      const after = events.filter(({ position }) => position > between);
      expect(idsOf(await all(store.readAll({ after: between, through: last! })))).toEqual(idsOf(after));
      expect(idsOf(await follow(store, between, [stream], after.length))).toEqual(idsOf(after));
    });

    it('at which no event is, is found to be empty', async () => {
      const { store } = subject();
      const stream = newStream();
      await store.append(stream, 'no_stream', someEvents(2));
      const [first, second] = (await streamOf(store, stream)).map(({ position }) => position);
      if (second! - first! < 3n) return;
      const range = { after: (first! + 1n) as Position, through: (first! + 2n) as Position };
      expect(await all(store.readAll(range))).toEqual([]);
    });
  });
}
