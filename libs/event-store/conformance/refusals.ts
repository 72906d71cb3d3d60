import { describe, expect, it } from '@jest/globals';

import { type ExpectedRevision } from '../port.js';
import { type NewEvent } from '../record.js';
import { anEvent } from '../testing/events.js';
import { all, failureOf, newStream, streamOf } from './helpers.js';
import { type Subject } from './subject.js';

const KIB = 1024;
const ofSize = (bytes: number): NewEvent => anEvent({ data: { text: 'x'.repeat(bytes) } });
const at = (occurredAt: number): NewEvent => anEvent({ metadata: { ...anEvent().metadata, occurredAt } });

interface Refusal {
  stream?: string;
  expected?: ExpectedRevision;
  events?: NewEvent[];
}

const REFUSALS: [what: string, code: string, append: Refusal][] = [
  ['nothing', 'nothing-to-append', { events: [] }],
  ['more than 1,048,576 bytes', 'append-too-large', { events: [ofSize(600 * KIB), ofSize(600 * KIB)] }],
  ['a stream beginning with $', 'stream-name-invalid', { stream: '$settings' }],
  ['a stream without a name', 'stream-name-invalid', { stream: '' }],
  ['an event type beginning with $', 'event-type-invalid', { events: [anEvent({ type: '$deleted' })] }],
  ['an empty event type', 'event-type-invalid', { events: [anEvent({ type: '' })] }],
  ['a malformed id', 'event-id-invalid', { events: [anEvent({ id: 'not-a-uuid' })] }],
  ['an id in upper case', 'event-id-invalid', { events: [anEvent({ id: anEvent().id.toUpperCase() })] }],
  ['revision −1', 'expected-revision-invalid', { expected: -1n }],
  ['a lone surrogate in data', 'event-data-invalid', { events: [anEvent({ data: { text: '\ud800' } })] }],
  ['an instant that is none', 'event-data-invalid', { events: [at(NaN)] }],
  ['a good event beside a bad one', 'event-id-invalid', { events: [anEvent(), anEvent({ id: '' })] }],
];

export function describeRefusals(subject: Subject): void {
  describe('append refuses before anything is written', () => {
    it.each(REFUSALS)(
      '%s: %s',
      async (_what, code, { stream = newStream(), expected = 'any', events = [anEvent()] }) => {
        const { store } = subject();
        const error = await failureOf(store.append(stream, expected, events));
        expect(error).toMatchObject({ name: 'AppendRejected', outcome: 'rejected', code });
        if (stream !== '' && !stream.startsWith('$')) expect(await all(store.readStream(stream))).toEqual([]);
      },
    );

    it('takes 900 KiB', async () => {
      const { store } = subject();
      const stream = newStream();
      await store.append(stream, 'no_stream', [ofSize(900 * KIB)]);
      expect((await streamOf(store, stream))[0]?.data['text']).toHaveLength(900 * KIB);
    });

    it('does not let one refused append harm those beside it', async () => {
      const { store } = subject();
      const [good, alsoGood] = [newStream(), newStream()];
      const results = await Promise.allSettled([
        store.append(good, 'no_stream', [anEvent()]),
        store.append(newStream(), 'no_stream', [ofSize(20 * KIB * KIB)]),
        store.append(newStream(), 5n, [anEvent()]),
        store.append(alsoGood, 'no_stream', [anEvent()]),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      expect(await streamOf(store, good)).toHaveLength(1);
      expect(await streamOf(store, alsoGood)).toHaveLength(1);
    });
  });
}
