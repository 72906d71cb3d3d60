import { describe, expect, it } from '@jest/globals';

import { PositionBeyondLog } from '../errors.js';
import { type LoggedEvent, type Position } from '../record.js';
import { someEvents } from '../testing/events.js';
import { all, failureOf, follow, idsOf, newStream, streamOf } from './helpers.js';
import { type Subject } from './subject.js';

export function describeSubscriptions(subject: Subject): void {
  describe('subscribe', () => {
    it('catches up, then follows', async () => {
      const { store } = subject();
      const before = await store.head();
      const stream = newStream();
      const [past, future] = [someEvents(4), someEvents(3)];
      await store.append(stream, 'no_stream', past);
      let appended: Promise<unknown> = Promise.resolve();
      const seen = await follow(store, before, [stream], 7, (_event, count) => {
        if (count === 4) appended = store.append(stream, 3n, future);
      });
      await appended;
      expect(idsOf(seen)).toEqual(idsOf([...past, ...future]));
    });

    it('waits at the head until something comes', async () => {
      const { store } = subject();
      const stream = newStream();
      const events = someEvents(2);
      const following = follow(store, await store.head(), [stream], 2);
      await store.append(stream, 'no_stream', events);
      expect(idsOf(await following)).toEqual(idsOf(events));
    });

    it('follows what another handle on the store appends', async () => {
      const { store, reopen } = subject();
      const another = (await reopen?.()) ?? store;
      const stream = newStream();
      const events = someEvents(3);
      const following = follow(store, await store.head(), [stream], 3);
      for (const [i, event] of events.entries()) await another.append(stream, i === 0 ? 'no_stream' : 'any', [event]);
      expect(idsOf(await following)).toEqual(idsOf(events));
    });

    it('has no gaps and no duplicates while many append, and every subscriber sees the same order', async () => {
      const { store } = subject();
      const before = await store.head();
      const streams = Array.from({ length: 8 }, newStream);
      const subscribers = [1, 2].map(() => follow(store, before, streams, 8 * 5 * 2));
      await Promise.all(
        streams.map(async (stream) => {
          for (let i = 0; i < 5; i += 1) await store.append(stream, 'any', someEvents(2));
        }),
      );
      const [one, two] = await Promise.all(subscribers);
      const positions = one!.map(({ position }) => position);
      expect(positions).toEqual(positions.toSorted((a, b) => (a < b ? -1 : 1)));
      expect(new Set(positions).size).toBe(80);
      expect(idsOf(two!)).toEqual(idsOf(one!));
      for (const stream of streams) {
        const own = one!.filter((event) => event.stream === stream);
        expect(idsOf(own)).toEqual(idsOf(await streamOf(store, stream)));
      }
    });

    it('resumes inside an append, strictly after the position it is given', async () => {
      const { store } = subject();
      const stream = newStream();
      const events = someEvents(5);
      await store.append(stream, 'no_stream', events);
      for (const [i, { position }] of (await streamOf(store, stream)).slice(0, -1).entries()) {
        expect(idsOf(await follow(store, position, [stream], 4 - i))).toEqual(idsOf(events.slice(i + 1)));
      }
    });

    it('shows only the streams whose names begin as asked for, those that are there and those that come', async () => {
      const { store } = subject();
      const before = await store.head();
      const [one, other, foreign] = [`one%_*-${newStream()}`, `other-\u{1f91d}-${newStream()}`, newStream()];
      const [past, future, last] = [someEvents(3), someEvents(2), someEvents(1)];
      await store.append(foreign, 'no_stream', someEvents(40));
      await store.append(one, 'no_stream', past);
      const abort = new AbortController();
      const seen: LoggedEvent[] = [];
      const prefixes = ['one%_*-', 'other-\u{1f91d}'] as const;
      for await (const page of store.subscribe({ after: before, pageSize: 2, prefixes }, abort.signal)) {
        expect(page.length).toBeGreaterThan(0);
        seen.push(...page);
        if (seen.length === 3) {
          await store.append(foreign, 39n, someEvents(3));
          await store.append(`a ${one}`, 'no_stream', someEvents(1));
          await store.append(other, 'no_stream', future);
        }
        if (seen.length === 5) await store.append(one, 2n, last);
        if (seen.length >= 6) abort.abort();
      }
      expect(idsOf(seen)).toEqual(idsOf([...past, ...future, ...last]));
      expect(seen.map(({ stream }) => stream)).toEqual([one, one, one, other, other, one]);
    });

    it('ends without an error when it is aborted while waiting', async () => {
      const { store } = subject();
      const abort = new AbortController();
      const subscription = store.subscribe({ after: await store.head() }, abort.signal)[Symbol.asyncIterator]();
      const next = subscription.next();
      abort.abort();
      expect((await next).done).toBe(true);
    });

    it('ends without an error when it is aborted while a page is handled', async () => {
      const { store } = subject();
      const before = await store.head();
      await store.append(newStream(), 'no_stream', someEvents(5));
      const abort = new AbortController();
      let pages = 0;
      for await (const page of store.subscribe({ after: before, pageSize: 2 }, abort.signal)) {
        pages += page.length > 0 ? 1 : 0;
        abort.abort();
      }
      expect(pages).toBe(1);
    });

    it('shows nothing when it was aborted before it began', async () => {
      expect(await all(subject().store.subscribe({}, AbortSignal.abort()))).toEqual([]);
    });

    it('says so when the position is beyond the end of the log, instead of waiting for ever', async () => {
      const { store } = subject();
      const after = ((await store.head()) + 1n) as Position;
      const subscription = store.subscribe({ after }, new AbortController().signal);
      expect(await failureOf(all(subscription))).toBeInstanceOf(PositionBeyondLog);
    });
  });
}
