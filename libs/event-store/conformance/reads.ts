import { beforeAll, describe, expect, it } from '@jest/globals';

import { PositionBeyondLog } from '../errors.js';
import { type NewEvent, type Position, START } from '../record.js';
import { anEvent, someEvents } from '../testing/events.js';
import { all, failureOf, idsOf, newStream, streamOf } from './helpers.js';
import { type Subject } from './subject.js';

export function describeReads(subject: Subject): void {
  describe('readStream', () => {
    const stream = newStream();
    const events = someEvents(7);
    const ids = idsOf(events);
    beforeAll(async () => {
      await subject().store.append(stream, 'no_stream', events.slice(0, 3));
      await subject().store.append(stream, 2n, events.slice(3));
    });

    it('is empty for a stream that does not exist', async () => {
      expect(await streamOf(subject().store, newStream())).toEqual([]);
    });

    it('gives back what was appended, numbered from zero, and its provenance', async () => {
      const read = await streamOf(subject().store, stream);
      expect(read).toMatchObject(events.map((event, i) => ({ ...event, stream, revision: BigInt(i) })));
    });

    it.each([
      [{ from: 2n }, ids.slice(2)],
      [{ to: 2n }, ids.slice(0, 3)],
      [{ from: 2n, to: 4n }, ids.slice(2, 5)],
      [{ from: 7n }, []],
      [{ from: 4n, to: 2n }, []],
      [{ limit: 2 }, ids.slice(0, 2)],
      [{ limit: 0 }, []],
      [{ from: 5n, limit: 100 }, ids.slice(5)],
      [{ direction: 'backwards' as const }, ids.toReversed()],
      [{ direction: 'backwards' as const, limit: 2 }, ids.slice(5).reverse()],
      [{ direction: 'backwards' as const, from: 1n, to: 3n }, ids.slice(1, 4).reverse()],
    ])('%j', async (range, expected) => {
      expect(idsOf(await all(subject().store.readStream(stream, range)))).toEqual(expected);
    });

    it('reads streams of more than one page, both ways', async () => {
      const { store } = subject();
      const long = newStream();
      const many = someEvents(1_203);
      await store.append(long, 'no_stream', many.slice(0, 700));
      await store.append(long, 699n, many.slice(700));
      expect(idsOf(await streamOf(store, long))).toEqual(idsOf(many));
      const back = await all(store.readStream(long, { direction: 'backwards', limit: 1_100 }));
      expect(idsOf(back)).toEqual(idsOf(many).reverse().slice(0, 1_100));
    });

    it.each<[string, NewEvent['data']]>([
      ['text of any script', { 承诺: '王小明 😀 \u2028 \ufffd', nul: '\u0000', quote: '"\\' }],
      ['numbers', { numbers: [0, -1.5, 1e21, 5e-324, 2 ** 53] }],
      ['nothing at all', {}],
      ['the names of prototypes', JSON.parse('{"__proto__":{"a":1},"constructor":2}') as NewEvent['data']],
    ])('gives back %s unchanged', async (_what, data) => {
      const { store } = subject();
      const own = newStream();
      await store.append(own, 'no_stream', [anEvent({ data })]);
      expect(JSON.stringify((await streamOf(store, own))[0]?.data)).toBe(JSON.stringify(sorted(data)));
    });
  });

  describe('readFirst', () => {
    it('shows the event that each stream begins with, of those that exist', async () => {
      const { store } = subject();
      const [one, two, strange] = [newStream(), newStream(), `${newStream()}-"'\\[]`];
      const [a, b, c] = [someEvents(3), someEvents(1), someEvents(1)];
      await store.append(one, 'no_stream', a);
      await store.append(two, 'no_stream', b);
      await store.append(strange, 'no_stream', c);
      const first = await store.readFirst([two, newStream(), one, strange, one]);
      expect(first.map(({ stream }) => stream).sort()).toEqual([one, two, strange].sort());
      const logged = await all(store.readAll());
      for (const begun of first) {
        const { recordedAt, data } = logged.find(({ stream }) => stream === begun.stream)!;
        expect({ ...begun, json: JSON.parse(begun.json) as unknown }).toMatchObject({ recordedAt, json: data });
      }
    });

    it('shows nothing where nothing is asked for', async () => {
      expect(await subject().store.readFirst([])).toEqual([]);
    });
  });

  describe('readAll', () => {
    it('shows every stream’s events in the order of their commits, strictly after a position', async () => {
      const { store } = subject();
      const before = await store.head();
      const [one, two] = [newStream(), newStream()];
      const [a, b, c] = [someEvents(2), someEvents(1), someEvents(2)];
      const first = await store.append(one, 'no_stream', a);
      await store.append(two, 'no_stream', b);
      await store.append(one, 1n, c);
      const own = (after: Position, through?: Position): Promise<string[]> =>
        all(store.readAll({ after, ...(through && { through }), pageSize: 2 })).then((events) =>
          idsOf(events.filter(({ stream }) => stream === one || stream === two)),
        );
      expect(await own(before)).toEqual(idsOf([...a, ...b, ...c]));
      expect(await own(first.position)).toEqual(idsOf([...b, ...c]));
      expect(await own(before, first.position)).toEqual(idsOf(a));
      expect(await own(before, before)).toEqual([]);
    });

    it('shows of an event what a fold needs', async () => {
      const { store } = subject();
      const before = await store.head();
      const stream = newStream();
      const event = anEvent({ data: { due: 'today' } });
      const { position } = await store.append(stream, 'no_stream', [event]);
      const logged = (await all(store.readAll({ after: before }))).find((each) => each.stream === stream);
      expect(logged).toEqual({
        position,
        stream,
        revision: 0n,
        id: event.id,
        type: event.type,
        schemaVersion: event.metadata.schemaVersion,
        occurredAt: event.metadata.occurredAt,
        recordedAt: event.metadata.recordedAt,
        data: { due: 'today' },
      });
    });

    it('shows the same with their data as JSON, for whoever passes them on', async () => {
      const { store } = subject();
      const before = await store.head();
      const stream = newStream();
      const data = { due: 'today', 'a "name": of\\ours': [{ a: [], b: 1 }, null, 1e21, '客户 \n😀'] };
      const events = [...someEvents(4), anEvent({ data })];
      await store.append(stream, 'no_stream', events);
      const range = { after: before, pageSize: 2 };
      const texts = await all(store.readAllAsText(range));
      expect(texts.map(({ json, ...event }) => ({ ...event, data: JSON.parse(json) as unknown }))).toEqual(
        await all(store.readAll(range)),
      );
      expect(texts.find(({ id }) => id === events[4]!.id)?.json).toBe(JSON.stringify(sorted(data)));
    });

    it('ends at the head there was when it began', async () => {
      const { store } = subject();
      const before = await store.head();
      const stream = newStream();
      await store.append(stream, 'no_stream', someEvents(4));
      let seen = 0;
      for await (const page of store.readAll({ after: before, pageSize: 2 })) {
        seen += page.filter((event) => event.stream === stream).length;
        await store.append(stream, 'any', someEvents(2));
      }
      expect(seen).toBe(4);
    });

    it('gives pages no longer than asked for, and none that are empty', async () => {
      const { store } = subject();
      await store.append(newStream(), 'no_stream', someEvents(5));
      for await (const page of store.readAll({ after: START, pageSize: 3 })) {
        expect([1, 2, 3]).toContain(page.length);
      }
    });

    it('says so when the position is beyond the end of the log: it belongs to another store', async () => {
      const { store } = subject();
      const after = ((await store.head()) + 1n) as Position;
      expect(await failureOf(all(store.readAll({ after })))).toBeInstanceOf(PositionBeyondLog);
    });
  });

  describe('head and identity', () => {
    it('the head is the position of the last event', async () => {
      const { store } = subject();
      const stream = newStream();
      const { position } = await store.append(stream, 'no_stream', someEvents(2));
      expect(await store.head()).toBe(position);
      expect(await store.last()).toMatchObject({ position, stream, revision: 1n });
      expect(position).toBeGreaterThan(START);
    });

    it('the identity stays the same for every handle on the store', async () => {
      const { store, reopen } = subject();
      const again = (await reopen?.()) ?? store;
      expect(await store.identity()).toMatch(/./);
      expect(await again.identity()).toBe(await store.identity());
    });
  });
}

/** As canonical text has it. */
function sorted(data: NewEvent['data']): unknown {
  return JSON.parse(
    `{${Object.keys(data)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${JSON.stringify(data[key])}`)
      .join()}}`,
  );
}
