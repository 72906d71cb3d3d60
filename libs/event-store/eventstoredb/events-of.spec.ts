import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { type Answer, eventsOf, ReadTimedOut } from './events-of.js';

const TIMEOUT = 1_000;

const answer = (): PassThrough & Answer => new PassThrough({ objectMode: true, highWaterMark: 100 });
const resolved = (revision: number): { event: { revision: bigint } } => ({ event: { revision: BigInt(revision) } });

/** The revisions on the next page; `undefined` at the end. */
async function nextOf(pages: ReturnType<typeof eventsOf>): Promise<number[] | undefined> {
  const next = await pages.next();
  return next.done ? undefined : next.value.map(({ revision }) => Number(revision));
}

describe('the events of an answer', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('come together where they came together, and no more than a page of them', async () => {
    const stream = answer();
    const pages = eventsOf(stream, { pageSize: 3 });
    const first = nextOf(pages);
    for (const revision of [0, 1, 2, 3]) stream.write(resolved(revision));
    stream.end();
    expect(await first).toEqual([0, 1, 2]);
    expect(await nextOf(pages)).toEqual([3]);
    expect(await nextOf(pages)).toBeUndefined();
  });

  it('leave out a link to an event that is gone', async () => {
    const stream = answer();
    stream.write({});
    stream.end(resolved(7));
    const pages = eventsOf(stream, { pageSize: 3 });
    expect(await nextOf(pages)).toEqual([7]);
    expect(await nextOf(pages)).toBeUndefined();
  });

  it('that came before a failure are shown before it', async () => {
    const stream = answer();
    const pages = eventsOf(stream, { pageSize: 3 });
    const first = nextOf(pages);
    stream.write(resolved(0));
    // As the client does it: it emits, and does not destroy.
    stream.emit('error', new Error('the connection broke'));
    expect(await first).toEqual([0]);
    await expect(pages.next()).rejects.toThrow('the connection broke');
  });

  it('that were closed before their end are not taken for all of them', async () => {
    const stream = answer();
    const pages = eventsOf(stream, { pageSize: 3 });
    const next = nextOf(pages);
    stream.destroy();
    await expect(next).rejects.toThrow('before its end');
  });

  it('fail where the server says nothing for too long', async () => {
    const pages = eventsOf(answer(), { pageSize: 3, timeout: TIMEOUT });
    const next = pages.next();
    const failed = expect(next).rejects.toBeInstanceOf(ReadTimedOut);
    jest.advanceTimersByTime(TIMEOUT);
    await failed;
  });

  it('do not fail where whoever takes them is slow', async () => {
    const stream = answer();
    const pages = eventsOf(stream, { pageSize: 3, timeout: TIMEOUT });
    stream.write(resolved(0));
    await pages.next();
    jest.advanceTimersByTime(10 * TIMEOUT);
    stream.write(resolved(1));
    expect(await nextOf(pages)).toEqual([1]);
    await pages.return(undefined);
  });
});
