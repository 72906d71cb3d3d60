import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { AppendConflict } from '../errors.js';
import { type Appended, type ExpectedRevision } from '../port.js';
import { type NewEvent } from '../record.js';
import { someEvents } from '../testing/events.js';
import { all, idsOf, newStream, streamOf } from './helpers.js';
import { type Subject } from './subject.js';

/** What somebody does next: append where the stream stands, where it does not, or something once more. */
type Step =
  | { do: 'append'; stream: number; how: 'exactly' | 'any' | 'stream_exists'; events: number }
  | { do: 'miss'; stream: number; by: number }
  | { do: 'retry'; which: number; events: number };

interface Past {
  stream: number;
  expected: ExpectedRevision;
  events: NewEvent[];
  answer: Appended;
}

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({
    do: fc.constant('append' as const),
    stream: fc.nat(2),
    how: fc.constantFrom('exactly' as const, 'any' as const, 'stream_exists' as const),
    events: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ do: fc.constant('miss' as const), stream: fc.nat(2), by: fc.constantFrom(-2, -1, 1, 2) }),
  fc.record({ do: fc.constant('retry' as const), which: fc.nat(9), events: fc.integer({ min: 1, max: 4 }) }),
);

const at = (length: number): ExpectedRevision => (length === 0 ? 'no_stream' : BigInt(length - 1));

export function describeModel(subject: Subject): void {
  describe('any history of appends and retries', () => {
    it('leaves the streams that a list of lists would hold', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), (steps) => play(subject, steps)),
        { numRuns: 25 },
      );
    });
  });
}

async function play(subject: Subject, steps: readonly Step[]): Promise<void> {
  const { store } = subject();
  const before = await store.head();
  const streams = [newStream(), newStream(), newStream()];
  const model: string[][] = [[], [], []];
  const log: string[] = [];
  const past: Past[] = [];

  const append = async (stream: number, expected: ExpectedRevision, events: NewEvent[]): Promise<void> => {
    const answer = await store.append(streams[stream]!, expected, events);
    model[stream]!.push(...idsOf(events));
    log.push(...idsOf(events));
    expect(answer.revision).toBe(BigInt(model[stream]!.length - 1));
    past.push({ stream, expected, events, answer });
  };
  const conflict = (stream: number, expected: ExpectedRevision): Promise<void> =>
    expect(store.append(streams[stream]!, expected, someEvents(1))).rejects.toThrow(AppendConflict);

  for (const each of steps) {
    switch (each.do) {
      case 'append': {
        const length = model[each.stream]!.length;
        const expected = each.how === 'exactly' ? at(length) : each.how;
        if (expected === 'stream_exists' && length === 0) await conflict(each.stream, expected);
        else await append(each.stream, expected, someEvents(each.events));
        break;
      }
      case 'miss': {
        const length = model[each.stream]!.length + each.by;
        if (length >= 0) await conflict(each.stream, at(length));
        break;
      }
      case 'retry': {
        const again = past[each.which % Math.max(1, past.length)];
        if (again === undefined) break;
        const part = again.events.slice(0, each.events);
        const answer = await store.append(streams[again.stream]!, again.expected, part);
        expect(answer.revision).toBe(again.answer.revision - BigInt(again.events.length - part.length));
        if (part.length === again.events.length) expect(answer).toEqual({ ...again.answer, isNew: false });
        break;
      }
    }
  }

  for (const [i, stream] of streams.entries()) expect(idsOf(await streamOf(store, stream))).toEqual(model[i]);
  const logged = await all(store.readAll({ after: before }));
  expect(idsOf(logged.filter(({ stream }) => streams.includes(stream)))).toEqual(log);
}
