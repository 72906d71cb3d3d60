import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventStream } from './event-stream.js';

const HEARTBEAT = 15_000;
const options = { heartbeat: HEARTBEAT, beside: () => '' };

/** Events that a test lets come one by one. */
function source(): { events: AsyncGenerator<string>; send: (text: string) => Promise<void>; taken: () => number } {
  let taken = 0;
  const queue = new PassThrough({ objectMode: true });
  async function* events(): AsyncGenerator<string> {
    for await (const text of queue) {
      taken += 1;
      yield text as string;
    }
  }
  return {
    events: events(),
    send: async (text) => {
      queue.write(text);
      await nextTurn();
    },
    taken: () => taken,
  };
}

describe('a stream of events to a client', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
  afterEach(() => void jest.useRealTimers());

  const read = (stream: ReturnType<typeof eventStream>): string => String(stream.read() ?? '');

  it('says when to come again, and what there is', async () => {
    const { events, send } = source();
    const stream = eventStream(events, options);
    await send('data: 1\n\n');
    expect(read(stream)).toBe('retry: 2000\n\ndata: 1\n\n');
    stream.destroy();
  });

  it('shows at every interval that it is alive', async () => {
    const stream = eventStream(source().events, { ...options, beside: () => 'id: 7\n' });
    await nextTurn();
    read(stream);
    jest.advanceTimersByTime(HEARTBEAT - 1);
    expect(read(stream)).toBe('');
    jest.advanceTimersByTime(1);
    expect(read(stream)).toBe(':\nid: 7\n\n');
    stream.destroy();
  });

  it('waits for a client that takes nothing, and then cuts it off', async () => {
    const { events, send, taken } = source();
    const stream = eventStream(events, options);
    const large = 'x'.repeat(200_000);
    await send(large);
    await send(large);
    await send(large);
    // It is not read on: what a slow client costs is bounded.
    expect(taken()).toBeLessThan(3);
    jest.advanceTimersByTime(HEARTBEAT);
    expect(stream.destroyed).toBe(false);
    jest.advanceTimersByTime(HEARTBEAT);
    expect(stream.destroyed).toBe(true);
    await nextTurn();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('goes on with a client that is slow but takes what it is given', async () => {
    const { events, send } = source();
    const stream = eventStream(events, options);
    for (let turn = 0; turn < 5; turn += 1) {
      await send('x'.repeat(200_000));
      jest.advanceTimersByTime(HEARTBEAT);
      while (stream.read() !== null) await nextTurn();
    }
    expect(stream.destroyed).toBe(false);
    stream.destroy();
  });

  it('ends with its events, and leaves no timer behind', async () => {
    async function* few(): AsyncGenerator<string> {
      await nextTurn();
      yield 'data: 1\n\n';
    }
    const stream = eventStream(few(), options);
    const texts: string[] = [];
    for await (const text of stream) texts.push(String(text));
    expect(texts.join('')).toBe('retry: 2000\n\ndata: 1\n\n');
    await nextTurn();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('breaks off where they cannot be read', async () => {
    async function* broken(): AsyncGenerator<string> {
      await nextTurn();
      throw new Error('the log is gone');
    }
    const stream = eventStream(broken(), options);
    await expect(stream.toArray()).rejects.toThrow('the log is gone');
  });
});
