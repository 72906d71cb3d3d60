import { type EventStore } from '#kept/event-store';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type IssuedKey } from './keys.js';
import { type Session } from './session.js';
import { SessionWatch } from './session-watch.js';
import { type AccessFixture, asCrm, byAdmin, later, NOW, openAccess } from './testing/access.fixture.js';

const principal = { id: 'crm', role: 'integration', teams: ['north'], grants: [] } as const;

/** When the signal aborts; the test's own time limit is the limit. */
const aborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });

describe('what is open', () => {
  let access: AccessFixture;
  let watch: SessionWatch;
  let first: IssuedKey;
  let session: Session;

  beforeEach(async () => {
    access = openAccess();
    watch = new SessionWatch(access.store, access.keys, () => NOW);
    first = await access.keys.issue(asCrm, byAdmin());
    session = { principal, key: first.key };
  });
  afterEach(async () => {
    watch.close();
    await access.close();
  });

  /** The store, with another way to subscribe. */
  const withSubscribe = (subscribe: EventStore['subscribe']): EventStore =>
    ({ head: () => access.store.head(), subscribe }) as EventStore;

  it('ends when its key is revoked, each of them', async () => {
    const open = [await watch.watch(session), await watch.watch(session)];
    expect(open.some(({ signal }) => signal.aborted)).toBe(false);
    await access.keys.revoke(first.key, undefined, byAdmin());
    await Promise.all(open.map(({ signal }) => aborted(signal)));
  });

  it('ends when its key is revoked by another process', async () => {
    const { signal } = await watch.watch(session);
    await access.another().keys.revoke(first.key, undefined, byAdmin());
    await aborted(signal);
  });

  it('goes on when another key is revoked, of the same principal or not', async () => {
    const second = await access.keys.rotate(first.key, undefined, byAdmin());
    const other = await access.keys.issue({ ...asCrm, principal: 'other' }, byAdmin());
    const { signal } = await watch.watch(session);
    const doomed = [second, other].map(({ key }) => watch.watch({ principal, key }));
    for (const { key } of [second, other]) await access.keys.revoke(key, undefined, byAdmin());
    for (const each of await Promise.all(doomed)) await aborted(each.signal);
    expect(signal.aborted).toBe(false);
  });

  it('never opens for a key that was revoked just before', async () => {
    await access.another().keys.revoke(first.key, undefined, byAdmin());
    expect((await watch.watch(session)).signal.aborted).toBe(true);
    expect((await watch.watch({ principal, key: 'crm.aaaaaaaa' })).signal.aborted).toBe(true);
  });

  it('tells work that goes on in steps whether its session is over', async () => {
    expect(await watch.isOver(session)).toBe(false);
    expect(await watch.isOver({ principal, endsAt: NOW })).toBe(true);
    expect(await watch.isOver({ principal, endsAt: later(1) })).toBe(false);
    await access.another().keys.revoke(first.key, undefined, byAdmin());
    expect(await watch.isOver(session)).toBe(true);
    const other = { principal, endsAt: later(1) };
    watch.close();
    expect(await watch.isOver(other)).toBe(true);
  });

  it('ends when nobody can tell any more whether its key is good', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await
    const blind = withSubscribe(async function* () {
      throw new Error('connection lost');
    });
    const { signal } = await new SessionWatch(blind, access.keys, () => NOW).watch(session);
    expect(await aborted(signal)).toMatchObject({ message: 'connection lost' });
  });

  it('ends when the server does', async () => {
    const { signal } = await watch.watch(session);
    watch.close();
    expect(signal.aborted).toBe(true);
  });

  it('is followed for as long as anything is open, and no longer', async () => {
    const subscribed: AbortSignal[] = [];
    const counting = withSubscribe((range, signal) => {
      subscribed.push(signal);
      return access.store.subscribe(range, signal);
    });
    const counted = new SessionWatch(counting, access.keys, () => NOW);
    const [one, two] = [await counted.watch(session), await counted.watch(session)];
    expect(subscribed).toHaveLength(1);
    one.release();
    one.release();
    expect(subscribed[0]!.aborted).toBe(false);
    two.release();
    expect(subscribed[0]!.aborted).toBe(true);
    const again = await counted.watch(session);
    await access.keys.revoke(first.key, undefined, byAdmin());
    await aborted(again.signal);
    expect(subscribed).toHaveLength(2);
  });
});

describe('a session that expires', () => {
  const never = { isLive: () => Promise.resolve(true) };
  afterEach(() => void jest.useRealTimers());

  it('ends at its end, also one that is further away than any timer', async () => {
    jest.useFakeTimers({ now: NOW });
    const watch = new SessionWatch({} as EventStore, never, () => later(Date.now() - NOW));
    const [soon, far] = [1_000, 60 * 86_400_000];
    const open = await Promise.all([soon, far].map((left) => watch.watch({ principal, endsAt: later(left) })));
    const ended = (): boolean[] => open.map(({ signal }) => signal.aborted);
    await jest.advanceTimersByTimeAsync(soon - 1);
    expect(ended()).toEqual([false, false]);
    await jest.advanceTimersByTimeAsync(1);
    expect(ended()).toEqual([true, false]);
    await jest.advanceTimersByTimeAsync(far - soon - 1);
    expect(ended()).toEqual([true, false]);
    await jest.advanceTimersByTimeAsync(1);
    expect(ended()).toEqual([true, true]);
  });

  it('is at its end already', async () => {
    const watch = new SessionWatch({} as EventStore, never, () => NOW);
    expect((await watch.watch({ principal, endsAt: NOW })).signal.aborted).toBe(true);
  });

  it('leaves no timer behind when it is released', async () => {
    jest.useFakeTimers({ now: NOW });
    const watch = new SessionWatch({} as EventStore, never, () => later(Date.now() - NOW));
    const { release, signal } = await watch.watch({ principal, endsAt: later(1_000) });
    release();
    expect(jest.getTimerCount()).toBe(0);
    expect(signal.aborted).toBe(false);
  });
});
