import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type PostgresServer, startPostgres } from '../../../../test/support/postgres/server.js';
import { JournalDesk } from '../desk/journal-desk.js';
import { World } from '../testing/world.fixture.js';
import { JournalUnavailable } from './errors.js';
import { JournalQueries } from './journal-queries.js';
import { read } from './schema.js';
import { POSTGRES, postgresSchemas } from './testing/databases.fixture.js';

const HOUR = 3_600_000;

(POSTGRES ? describe : describe.skip)('a journal on PostgreSQL', () => {
  let server: PostgresServer;
  let world: World;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());
  beforeEach(async () => {
    world = await World.begin({ database: postgresSchemas(server.url), workers: 2 });
    world.open('s');
    await world.start();
  });
  afterEach(() => world.close());

  const taken = (): string[] => world.receivers.journal.flatMap(({ id, taken: was }) => (was ? [id] : []));
  const append = (count: number): string[] =>
    Array.from({ length: count }, (_, n) => world.log.append(`c${n % 400}`).id);

  it('that goes away pauses deliveries when too much is unwritten, loses nothing, and recovers by itself', async () => {
    const ids = append(3);
    await world.clock.advance(200);
    await server.crash();
    ids.push(...append(6_500));
    await world.clock.advance(30_000);
    expect(taken().length).toBeGreaterThan(4_000);
    expect(taken().length).toBeLessThan(6_000);
    expect(world.failures.length).toBeGreaterThan(2);
    for (const failure of world.failures) expect(failure).toBeInstanceOf(JournalUnavailable);
    await expect(world.queries.standing('s')).rejects.toThrow(/^127\.0\.0\.1:\d+\/postgres cannot be reached: /);
    await server.start();
    await world.clock.advance(60_000);
    expect(taken().sort()).toEqual([...ids].sort());
    const { endpoint } = await world.queries.standing('s');
    expect(read(endpoint!.cursor)).toBe(world.log.entries.at(-1)!.position);
    // Everything is written: whoever goes on sends nothing again.
    await world.crash();
    await world.clock.advance(1_000);
    expect(taken()).toHaveLength(ids.length);
  }, 60_000);

  it('answers those who ask in a process that does not deliver', async () => {
    const store = await world.storeElsewhere();
    const { log: feed, endpoints, clock } = world;
    const sender = { send: () => Promise.reject(new Error('nothing')), forget: () => undefined, close: async () => {} };
    const queries = new JournalQueries(store);
    const desk = new JournalDesk({
      ...{ identity: 'ours', origin: 'kept.example.com', journal: store, queries, feed, endpoints, clock, sender },
    });
    world.receivers.behaves.set('s customer-c0', 500);
    const [given, ...others] = append(5);
    await world.clock.advance(HOUR);
    await world.move('s', 1);
    expect(await desk.status('s')).toEqual({ position: '15', behind: 0, held: 1, dead: 0, breaker: 'closed' });
    const { rows } = await desk.attempts('s', { limit: 50 });
    expect(rows.map(({ event }) => event)).toEqual(expect.arrayContaining([given, ...others]));
    await world.clock.advance(5 * 24 * HOUR);
    expect(await desk.dead('s', { limit: 5 })).toMatchObject({ rows: [{ event: given, position: '3' }] });
    expect(await desk.count('s', { of: 'failed', since: 0 as never })).toBe(1);
    await store.close();
  });
});
