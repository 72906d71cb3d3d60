import { type Instant } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settled } from '../testing/virtual-clock.fixture.js';
import { World } from '../testing/world.fixture.js';
import { SCHEDULE } from './retry.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('deliveries', () => {
  let world: World;
  const idsTo = (subscription: string): string[] =>
    world.receivers.journal.filter((one) => one.subscription === subscription && one.taken).map(({ id }) => id);
  const appended = (...customers: (string | undefined)[]): string[] =>
    customers.map((customer) => world.log.append(customer).id);
  /** Requests a lane has seen, since the beginning. */
  const tries = (id: string): number => world.receivers.journal.filter((one) => one.id === id).length;

  /** So many days, on each of which the endpoint takes something. */
  const days = async (count: number): Promise<void> => {
    for (let day = 0; day < count; day += 1) {
      appended('zoe');
      await world.clock.advance(DAY);
    }
  };

  beforeEach(async () => {
    world = await World.begin();
  });
  afterEach(async () => {
    expect(world.receivers.wrong).toEqual([]);
    expect(world.failures).toEqual([]);
    await world.close();
  });

  it('are made to everybody who asked for them, of what came after they asked', async () => {
    appended('ann');
    world.open('all');
    world.open('bob', ['bob']);
    await world.start();
    const [a, b, c] = appended('ann', 'bob', undefined);
    await settled();
    expect(idsTo('all')).toEqual([a, b, c]);
    expect(idsTo('bob')).toEqual([b]);
    world.open('late');
    await world.look('late');
    const [d] = appended('bob');
    await settled();
    expect(idsTo('late')).toEqual([d]);
    expect(idsTo('bob')).toEqual([b, d]);
  });

  it('are repeated by the schedule, with the same id, and given up after ten', async () => {
    world.open('s');
    world.receivers.behaves.set('s', 500);
    await world.start();
    const [id] = appended('ann');
    await world.clock.advance(10 * DAY);
    const { journal } = world.receivers;
    expect(new Set(journal.map((one) => one.id))).toEqual(new Set([id]));
    expect(journal).toHaveLength(10);
    journal.slice(1).forEach(({ at }, index) => {
      const waited = at - journal[index]!.at;
      expect(Math.abs(waited / SCHEDULE[index + 1]! - 1)).toBeLessThanOrEqual(0.2);
    });
    const { rows } = await world.queries.dead('s', { limit: 10 });
    expect(rows).toMatchObject([{ event: id, lane: 'customer-ann', attempts: 10, failure: 'status-500' }]);
  });

  it('after a gap say how many are missing, once', async () => {
    world.open('s');
    world.receivers.behaves.set('s customer-ann', 500);
    await world.start();
    appended('ann', 'ann');
    await days(10);
    world.receivers.behaves.clear();
    const [third, fourth] = appended('ann', 'ann');
    await settled();
    const taken = world.receivers.journal.filter((one) => one.taken && one.lane === 'customer-ann');
    expect(taken.map(({ id, gap, headers }) => [id, gap, headers['kept-gap']])).toEqual([
      [third, 2, '2'],
      [fourth, 0, undefined],
    ]);
    expect(JSON.parse(taken[0]!.body)).toMatchObject({ specversion: '1.0', gap: 2 });
  });

  it('to one customer that fail are in the way of no other customer', async () => {
    world.open('s');
    world.receivers.behaves.set('s customer-ann', 500);
    await world.start();
    const [ann] = appended('ann');
    const others = appended(...Array.from({ length: 50 }, (_, n) => `c${n}`));
    const more = appended('ann', 'c1', 'ann', 'c2');
    await settled();
    expect(idsTo('s')).toEqual([...others, more[1], more[3]]);
    world.receivers.behaves.clear();
    await world.clock.advance(10_000);
    expect(idsTo('s').slice(52)).toEqual([ann, more[0], more[2]]);
    expect(await world.queries.standing('s')).toMatchObject({ held: 0, dead: 0 });
  });

  it('to endpoints that hang are in the way of no other endpoint', async () => {
    for (let n = 0; n < 5; n += 1) {
      world.open(`hangs-${n}`);
      world.receivers.behaves.set(`hangs-${n}`, 'hang');
      world.open(`fast-${n}`);
    }
    await world.start();
    const ids = appended(...Array.from({ length: 40 }, (_, n) => `c${n % 20}`));
    await settled();
    for (let n = 0; n < 5; n += 1) expect(idsTo(`fast-${n}`)).toEqual(ids);
  });

  it('are at most so many at a time to one endpoint', async () => {
    world.open('s');
    world.receivers.behaves.set('s', 'hang');
    await world.start();
    appended(...Array.from({ length: 100 }, (_, n) => `c${n}`));
    await settled();
    expect(world.receivers.journal).toHaveLength(32);
  });

  it('go on after a crash where they were, also with what was held', async () => {
    world.open('s');
    world.receivers.behaves.set('s customer-ann', 500);
    await world.start();
    const ids = appended('ann', 'bob', 'ann');
    await world.clock.advance(200);
    await world.crash();
    expect(idsTo('s')).toEqual([ids[1]]);
    world.receivers.behaves.clear();
    await world.clock.advance(6_000);
    expect(idsTo('s')).toEqual([ids[1], ids[0], ids[2]]);
    expect(tries(ids[0]!)).toBe(2);
  });

  it('of a long backlog are written down, and come in order', async () => {
    world.open('s');
    await world.start();
    world.receivers.behaves.set('s customer-ann', 'hang');
    const ids = appended(...Array<string>(700).fill('ann'));
    const [bob] = appended('bob');
    await world.clock.advance(300);
    expect(idsTo('s')).toEqual([bob]);
    expect(await world.queries.standing('s')).toMatchObject({ held: 700, endpoint: { breaker: 'closed' } });
    world.receivers.behaves.clear();
    await world.clock.advance(200_000);
    expect(idsTo('s')).toEqual([bob, ...ids]);
    expect(await world.queries.standing('s')).toMatchObject({ held: 0 });
  });

  it('are not made while they are paused, and missed by nobody', async () => {
    world.open('s');
    await world.start();
    const [a] = appended('ann');
    await settled();
    await world.change('s', { state: 'paused' });
    const [b] = appended('ann');
    await world.clock.advance(DAY);
    expect(idsTo('s')).toEqual([a]);
    await world.change('s', { state: 'active' });
    expect(idsTo('s')).toEqual([a, b]);
  });

  it('are over when the subscription is', async () => {
    world.open('s');
    world.receivers.behaves.set('s', 500);
    await world.start();
    appended('ann', 'bob');
    await world.clock.advance(1_000);
    await world.change('s', { state: 'ended' });
    world.receivers.behaves.clear();
    appended('ann');
    await world.clock.advance(DAY);
    expect(idsTo('s')).toEqual([]);
    expect(await world.queries.standing('s')).toEqual({ endpoint: undefined, held: 0, dead: 0 });
    expect((await world.queries.attempts('s', { limit: 10 })).rows).toEqual([]);
  });

  it('stop at once where the endpoint says that it is gone', async () => {
    world.open('s');
    world.receivers.behaves.set('s', 410);
    await world.start();
    const [a] = appended('ann');
    await settled();
    appended('ann', 'bob');
    await world.clock.advance(10 * DAY);
    expect(world.endpoints.reports).toEqual([{ subscription: 's', is: 'disabled' }]);
    expect(world.receivers.journal.map(({ id }) => id)).toEqual([a]);
    world.receivers.behaves.clear();
    await world.change('s', { state: 'active' });
    await world.clock.advance(DAY);
    expect(idsTo('s')).toHaveLength(3);
  });

  it('are not repeated where the engine was told to stop, and what came of them is written', async () => {
    world.open('s');
    await world.start();
    const ids = appended('ann', 'bob');
    await settled();
    await world.leave();
    await world.start();
    await world.clock.advance(1_000);
    expect(idsTo('s')).toEqual(ids);
  });

  it('wait for a log that has been shut down before them, and go on when it is there again', async () => {
    world.open('s');
    await world.start();
    world.log.shutDown();
    const [id] = appended('ann');
    await world.clock.advance(500);
    expect(idsTo('s')).toEqual([]);
    world.log.isShut = false;
    await world.clock.advance(1_000);
    expect(idsTo('s')).toEqual([id]);
    world.log.shutDown();
    await world.leave();
  });

  it('are not cut off for a second key, and signed by both', async () => {
    world.open('s');
    await world.start();
    await world.rotate('s', HOUR);
    appended('ann');
    await settled();
    await world.clock.advance(HOUR);
    appended('ann');
    await settled();
    const signatures = world.receivers.journal.map(({ headers }) => headers['webhook-signature']!.split(' ').length);
    expect(signatures).toEqual([2, 1]);
  });

  describe('to an endpoint that takes nothing', () => {
    const CUSTOMERS = Array.from({ length: 30 }, (_, n) => `c${n}`);
    const requests = (): number => world.receivers.journal.length;

    beforeEach(async () => {
      world.open('s');
      world.receivers.behaves.set('s', 503);
      await world.start();
    });

    it('are held back, and one is let through now and then', async () => {
      appended(...CUSTOMERS, ...CUSTOMERS);
      await settled();
      const before = requests();
      expect(before).toBeLessThanOrEqual(32);
      await world.clock.advance(20_000);
      expect(requests()).toBe(before);
      await world.clock.advance(20_000);
      expect(requests()).toBe(before + 1);
      await world.clock.advance(2 * HOUR);
      expect(requests()).toBeLessThan(before + 20);
      expect(await world.queries.standing('s')).toMatchObject({ endpoint: { breaker: 'open' } });
    });

    it('are all made when it takes one again', async () => {
      const ids = appended(...CUSTOMERS, ...CUSTOMERS);
      await world.clock.advance(HOUR);
      world.receivers.behaves.clear();
      await world.clock.advance(HOUR);
      expect([...new Set(idsTo('s'))].sort()).toEqual([...ids].sort());
      expect(await world.queries.standing('s')).toMatchObject({ held: 0, dead: 0, endpoint: { breaker: 'closed' } });
    });

    it('make its owner hear of it after a while, and again when it recovers', async () => {
      appended(...CUSTOMERS);
      await world.clock.advance(4 * MINUTE);
      expect(world.endpoints.reports).toEqual([]);
      await world.clock.advance(30 * MINUTE);
      expect(world.endpoints.reports).toEqual([{ subscription: 's', is: 'failing' }]);
      const { failing } = world.endpoints.known.get('s')!;
      expect(failing!.disablesAt - failing!.since).toBe(5 * DAY);
      world.receivers.behaves.clear();
      await world.clock.advance(30 * MINUTE);
      expect(world.endpoints.reports.map(({ is }) => is)).toEqual(['failing', 'recovered']);
      expect(world.endpoints.known.get('s')).not.toHaveProperty('failing');
    });

    it('end after five days, crash or no crash', async () => {
      appended(...CUSTOMERS);
      await world.clock.advance(3 * DAY);
      await world.crash();
      await world.clock.advance(1.9 * DAY);
      expect(world.endpoints.known.get('s')).toMatchObject({ state: 'active' });
      await world.clock.advance(0.2 * DAY);
      expect(world.endpoints.known.get('s')).toMatchObject({ state: 'disabled' });
      const before = requests();
      appended('c1');
      await world.clock.advance(DAY);
      expect(requests()).toBe(before);
    });

    it('have their whole time again where the owner says so', async () => {
      appended(...CUSTOMERS);
      await world.clock.advance(4 * DAY);
      const { failing: _, ...endpoint } = world.endpoints.known.get('s')!;
      world.endpoints.known.set('s', endpoint);
      await world.look('s');
      await world.clock.advance(2 * DAY);
      expect(world.endpoints.known.get('s')).toMatchObject({ state: 'active' });
    });
  });

  describe('are made again', () => {
    let ids: string[];

    beforeEach(async () => {
      world.open('s');
      await world.start();
      ids = appended('ann', 'bob', 'ann', 'bob');
      await settled();
    });
    const again = async (replay: Parameters<World['endpoints']['askFor']>[1]): Promise<string[]> => {
      const before = idsTo('s').length;
      world.endpoints.askFor('s', replay);
      await world.look('s');
      await world.clock.advance(1_000);
      // Whoever looks again finds it done.
      await world.look('s');
      await world.crash();
      return idsTo('s').slice(before);
    };

    it('of one event', async () => {
      const { position } = world.log.entries[1]!;
      expect(await again({ of: 'one', event: ids[1]!, position: String(position) })).toEqual([ids[1]]);
    });

    it('of one event, but not of another that was named with its place', async () => {
      const { position } = world.log.entries[1]!;
      expect(await again({ of: 'one', event: ids[0]!, position: String(position) })).toEqual([]);
    });

    it('of everything after a position', async () => {
      const after = world.log.entries[0]!.position;
      expect(await again({ of: 'everything', after: String(after) })).toEqual(ids.slice(1));
    });

    it('of all that were given up since an instant, which are given up no more', async () => {
      world.receivers.behaves.set('s customer-ann', 500);
      const [early] = appended('ann');
      await days(5);
      const since = world.clock.now();
      const [late] = appended('ann');
      await days(5);
      world.receivers.behaves.clear();
      expect(await world.queries.standing('s')).toMatchObject({ dead: 2 });
      expect(await again({ of: 'failed', since })).toEqual([late]);
      expect((await world.queries.dead('s', { limit: 5 })).rows).toMatchObject([{ event: early }]);
    });

    it('of nothing that is still to come', async () => {
      await world.change('s', { state: 'paused' });
      const [fifth, sixth] = appended('ann', 'ann');
      const { position } = world.log.entries[5]!;
      world.endpoints.askFor('s', { of: 'one', event: sixth!, position: String(position) });
      await world.change('s', { state: 'active' });
      await settled();
      expect(idsTo('s').slice(4)).toEqual([fifth, sixth]);
    });
  });

  it('are written down: what was tried, what came of it, and when it is tried again', async () => {
    world.open('s');
    world.receivers.behaves.set('s', 429);
    await world.start();
    const [id] = appended('ann');
    await world.clock.advance(200);
    world.receivers.behaves.clear();
    await world.clock.advance(2 * MINUTE);
    const { rows } = await world.queries.attempts('s', { limit: 10, event: id! });
    expect(rows).toMatchObject([
      { number: 2, status: 200, answer: 'thanks', next_at: null },
      { number: 1, status: 429, failure: 'status-429' },
    ]);
    expect(rows[1]!.next_at! - (rows[1]!.at as Instant)).toBe(100_000);
    const first = await world.queries.attempts('s', { limit: 1 });
    expect(first).toMatchObject({ rows: [{ number: 2 }] });
    const second = await world.queries.attempts('s', { limit: 1, before: first.next! });
    expect(second).toMatchObject({ rows: [{ number: 1 }] });
    expect(second).not.toHaveProperty('next');
  });

  it('are not made of what the owner may not see any more', async () => {
    world.open('s', ['ann', 'bob']);
    world.receivers.behaves.set('s', 500);
    await world.start();
    const [, bob] = appended('ann', 'bob');
    await world.clock.advance(1_000);
    world.receivers.behaves.clear();
    await world.change('s', { filter: { customers: ['bob'] } });
    await world.clock.advance(MINUTE);
    expect(idsTo('s')).toEqual([bob]);
    expect(await world.queries.standing('s')).toMatchObject({ held: 0 });
  });

  it('begin after a position that the journal of another program has kept', async () => {
    world.open('s');
    await world.start();
    appended('ann');
    await world.clock.advance(200);
    const { endpoint } = await world.queries.standing('s');
    expect(BigInt(endpoint!.cursor)).toBe(world.log.entries[0]!.position satisfies Position);
  });
});
