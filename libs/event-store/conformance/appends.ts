import { beforeEach, describe, expect, it } from '@jest/globals';

import { type Appended, type ExpectedRevision } from '../port.js';
import { type NewEvent } from '../record.js';
import { anEvent } from '../testing/events.js';
import { failureOf, idsOf, newStream, streamOf } from './helpers.js';
import { type Subject } from './subject.js';

/** Either the revision an append answers with, or where the stream is when it conflicts. */
type Answer = { next: bigint; repeats?: string } | { conflict: bigint | 'no_stream' };

/** What EventStoreDB answers, row by row. The stream holds a, b (revisions 0, 1), then d (2), each written once. */
const TABLE: [events: string, at: ExpectedRevision, answer: Answer][] = [
  ['a, b', 'no_stream', { next: 1n, repeats: 'b' }],
  ['a', 'no_stream', { next: 0n, repeats: 'a' }],
  ['a, b, d', 'no_stream', { next: 2n, repeats: 'd' }],
  ['b', 0n, { next: 1n, repeats: 'b' }],
  ['b, d', 0n, { next: 2n, repeats: 'd' }],
  ['a, b, x', 'no_stream', { conflict: 2n }],
  ['a, b, d, x', 'no_stream', { conflict: 2n }],
  ['a, x', 'no_stream', { conflict: 2n }],
  ['b, a', 'no_stream', { conflict: 2n }],
  ['x', 'no_stream', { conflict: 2n }],
  ['x', 0n, { conflict: 2n }],
  ['x', 1n, { conflict: 2n }],
  ['d', 1n, { next: 2n, repeats: 'd' }],
  ['d', 2n, { next: 3n }],
  ['x', 2n, { next: 3n }],
  ['d', 'any', { next: 2n, repeats: 'd' }],
  ['a, b', 'any', { next: 1n, repeats: 'b' }],
  ['x', 'any', { next: 3n }],
  ['x', 'stream_exists', { next: 3n }],
  ['x', 99n, { conflict: 2n }],
  ['x, x', 2n, { next: 4n }],
  ['x, x', 'any', { next: 4n }],
];

export function describeAppends(subject: Subject): void {
  describe('append, to a stream that holds a, b, then d', () => {
    let stream: string;
    let events: Map<string, NewEvent>;
    let answers: Map<string, Appended>;

    beforeEach(async () => {
      const { store } = subject();
      stream = newStream();
      events = new Map(['a', 'b', 'd', 'x'].map((name) => [name, anEvent({ data: { name } })]));
      answers = new Map();
      await store.append(stream, 'no_stream', named('a, b'));
      await store.append(stream, 1n, named('d'));
      for (const { data, revision, position } of await streamOf(store, stream)) {
        answers.set(data['name'] as string, { revision, position, isNew: false });
      }
    });
    const named = (names: string): NewEvent[] => names.split(', ').map((name) => events.get(name) as NewEvent);

    it.each(TABLE)('%s at %s: %j', async (names, at, answer) => {
      const { store } = subject();
      const before = idsOf(await streamOf(store, stream));
      if ('conflict' in answer) {
        const error = await failureOf(store.append(stream, at, named(names)));
        expect(error).toMatchObject({ outcome: 'conflict', stream, expected: at, actual: answer.conflict });
        expect(idsOf(await streamOf(store, stream))).toEqual(before);
        return;
      }
      const appended = await store.append(stream, at, named(names));
      const after = await streamOf(store, stream);
      expect(appended.revision).toBe(answer.next);
      if (answer.repeats === undefined) {
        expect(idsOf(after)).toEqual([...before, ...idsOf(named(names))]);
        expect(appended).toMatchObject({ position: after.at(-1)?.position, isNew: true });
      } else {
        expect(appended).toEqual(answers.get(answer.repeats));
        expect(idsOf(after)).toEqual(before);
      }
    });

    it('compares a repeat by its ids alone', async () => {
      const { store } = subject();
      const [a] = named('a');
      const changed = anEvent({ id: (a as NewEvent).id, data: { name: 'another body' } });
      expect(await store.append(stream, 'no_stream', [changed])).toEqual(answers.get('a'));
      expect((await streamOf(store, stream))[0]?.data).toEqual({ name: 'a' });
    });

    it('takes the same id into another stream: a repeat is a matter of one stream', async () => {
      const { store } = subject();
      expect((await store.append(newStream(), 'any', named('a'))).revision).toBe(0n);
    });

    it('still knows a repeat after it was opened again', async () => {
      const again = (await subject().reopen?.()) ?? subject().store;
      expect(await again.append(stream, 'no_stream', named('a, b'))).toEqual(answers.get('b'));
    });
  });

  describe('append, to a stream that never existed', () => {
    it.each<[ExpectedRevision]>([['no_stream'], ['any']])('x at %s: written', async (at) => {
      const { store } = subject();
      const stream = newStream();
      const appended = await store.append(stream, at, [anEvent()]);
      expect(await streamOf(store, stream)).toMatchObject([{ stream, revision: 0n, position: appended.position }]);
      expect(appended.revision).toBe(0n);
    });

    it.each<[ExpectedRevision]>([['stream_exists'], [0n], [7n]])('x at %s: conflict, actual no_stream', async (at) => {
      const { store } = subject();
      const stream = newStream();
      const error = await failureOf(store.append(stream, at, [anEvent()]));
      expect(error).toMatchObject({ outcome: 'conflict', actual: 'no_stream' });
      expect(await streamOf(store, stream)).toEqual([]);
    });

    it('the same event twice in one append: both written', async () => {
      const { store } = subject();
      const stream = newStream();
      const event = anEvent();
      expect((await store.append(stream, 'any', [event, event])).revision).toBe(1n);
      expect(idsOf(await streamOf(store, stream))).toEqual([event.id, event.id]);
    });
  });
}
