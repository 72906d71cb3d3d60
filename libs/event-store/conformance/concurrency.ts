import { describe, expect, it } from '@jest/globals';

import { AppendConflict } from '../errors.js';
import { someEvents } from '../testing/events.js';
import { all, idsOf, newStream, streamOf } from './helpers.js';
import { type Subject } from './subject.js';

export function describeConcurrency(subject: Subject): void {
  describe('concurrent appends', () => {
    it('of 32 to one stream with the same expected revision, exactly one wins', async () => {
      const { store } = subject();
      const stream = newStream();
      const appends = Array.from({ length: 32 }, () => someEvents(2));
      const results = await Promise.allSettled(appends.map((events) => store.append(stream, 'no_stream', events)));
      const winners = appends.filter((_, i) => results[i]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(winners[0]!));
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(AppendConflict);
      }
    });

    it('of 32 handles’ worth of retries, every one is answered and the events are there once', async () => {
      const { store, reopen } = subject();
      const another = (await reopen?.()) ?? store;
      const stream = newStream();
      const events = someEvents(3);
      const answers = await Promise.all(
        Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? store : another).append(stream, 'no_stream', events)),
      );
      expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
      expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(events));
    });

    it('are atomic each: a conflict among them takes nothing with it and leaves nothing behind', async () => {
      const { store } = subject();
      const before = await store.head();
      const appends = Array.from({ length: 32 }, (_, i) => ({
        stream: newStream(),
        expected: i % 4 === 3 ? 7n : ('no_stream' as const),
        events: someEvents(3),
      }));
      await Promise.allSettled(appends.map(({ stream, expected, events }) => store.append(stream, expected, events)));
      for (const { stream, expected, events } of appends) {
        expect(idsOf(await streamOf(store, stream))).toEqual(expected === 7n ? [] : idsOf(events));
      }
      const log = await all(store.readAll({ after: before }));
      const own = log.filter(({ stream }) => appends.some((append) => append.stream === stream));
      expect(own).toHaveLength(24 * 3);
    });

    it('to one stream, each expecting the one before, are taken in the order they came', async () => {
      const { store } = subject();
      const stream = newStream();
      const events = someEvents(20);
      await Promise.all(events.map((event, i) => store.append(stream, i === 0 ? 'no_stream' : BigInt(i - 1), [event])));
      expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(events));
    });
  });
}
