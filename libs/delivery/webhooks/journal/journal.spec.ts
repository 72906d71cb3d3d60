import { type Position } from '#kept/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { replaced } from '../testing/replaced.fixture.js';
import { UnderWay } from '../testing/under-way.fixture.js';
import { VirtualClock } from '../testing/virtual-clock.fixture.js';
import { ClaimLost } from './errors.js';
import { Journal } from './journal.js';
import { JournalQueries } from './journal-queries.js';
import { JournalStore } from './journal-store.js';
import { onEveryDatabase, type TestPlace } from './testing/databases.fixture.js';
import { type AttemptRow, type DeadRow, type EndpointRow, type HeldRow, read, stored } from './schema.js';

const held = (seq: number, more: Partial<HeldRow> = {}): HeldRow => ({
  ...{
    subscription: 's',
    seq,
    lane: 'customer-ann',
    position: stored(BigInt(seq) as Position),
    previous: stored(0n as Position),
    event: `e${seq}`,
  },
  ...{ attempts: 1, next_at: null, ...more },
});
const at = (cursor: number): EndpointRow => ({
  ...{
    subscription: 's',
    cursor: stored(BigInt(cursor) as Position),
    replayed: -1,
    breaker: 'closed',
    probes_at: null,
  },
});
const dead: DeadRow = {
  ...{
    subscription: 's',
    position: stored(7n as Position),
    previous: stored(6n as Position),
    event: 'e7',
    type: 'BreachDeclared',
    lane: 'customer-ann',
  },
  ...{ attempts: 10, gave_up_at: 5, failure: 'timeout' },
};
const attempt = (seq: number): AttemptRow => ({
  ...{ subscription: 's', seq, event: `e${seq}`, position: null, number: 1, at: seq, milliseconds: 1 },
  ...{ status: 200, failure: null, answer: null, next_at: null },
});

onEveryDatabase('the journal', (database) => {
  let place: TestPlace;
  let clock: VirtualClock;
  let store: JournalStore;
  let journal: Journal;
  let said: string[];
  let settled: () => Promise<void>;
  const queries = (): JournalQueries => new JournalQueries(store);
  /** Of another worker. */
  const another = (): Journal => {
    const failed = (error: unknown): void => void said.push(String(error));
    const lost = (subscription: string): void => void said.push(`lost ${subscription}`);
    return new Journal({ store, clock, failed, lost, recovered: () => said.push('recovered') });
  };

  beforeEach(async () => {
    place = database.newPlace();
    const underWay = new UnderWay();
    settled = underWay.settled;
    store = underWay.of(await JournalStore.open(place.database(), 'ours'));
    clock = new VirtualClock(settled);
    said = [];
    journal = another();
    await journal.claim('s', 0n as Position);
  });
  afterEach(async () => {
    await store.close();
    await place.leave();
  });
  it('writes what happened within a tenth of a second together, and where the endpoint stood then', async () => {
    let cursor = 1;
    journal.change(
      's',
      () => at(cursor),
      (changes) => changes.hold(held(1)),
    );
    cursor = 2;
    await clock.advance(99);
    expect(await store.load('s')).toMatchObject({ endpoint: { cursor: stored(0n as Position) }, lanes: [] });
    cursor = 3;
    journal.change(
      's',
      () => at(cursor),
      (changes) => changes.hold(held(2)),
    );
    await clock.advance(1);
    expect(await store.load('s')).toMatchObject({
      endpoint: { cursor: stored(3n as Position) },
      lanes: [{ lane: 'customer-ann', held: 2 }],
      heldSeq: 2,
    });
  });

  it('does not wait where there is much', async () => {
    for (let seq = 1; seq <= 500; seq += 1)
      journal.change(
        's',
        () => at(1),
        (changes) => changes.hold(held(seq)),
      );
    await settled();
    expect(await store.load('s')).toMatchObject({ lanes: [{ held: 500 }] });
  });

  it('keeps the last word of each row', async () => {
    journal.change(
      's',
      () => at(1),
      (changes) => {
        changes.hold(held(1));
        changes.hold(held(1, { attempts: 2, next_at: 9 }));
        changes.hold(held(2));
        changes.release('s', 2);
        changes.bury(dead);
        changes.exhume('s', dead.position);
        changes.gap('s', 'customer-ann', 1);
        changes.gap('s', 'customer-ann', 2);
        changes.gap('s', 'customer-bob', 0);
      },
    );
    await journal.flush();
    expect(await store.heldIn('s', 'customer-ann', 0, 10)).toEqual([held(1, { attempts: 2, next_at: 9 })]);
    expect(await queries().standing('s')).toMatchObject({ held: 1, dead: 0 });
    expect(await store.load('s')).toMatchObject({ gaps: [{ lane: 'customer-ann', missing: 2 }] });
  });

  it('moves no cursor without what it has passed: all of a transaction or nothing', async () => {
    const broken = held(2, { event: null as never });
    await expect(
      store.write(
        {
          ...{ dropped: new Set(), gaps: new Map(), dead: new Map(), attempts: [], endpoints: [at(9)] },
          held: new Map([held(1), broken].map((row) => [String(row.seq), { key: row, row }])),
        },
        journal.claims,
      ),
    ).rejects.toThrow(/NOT[- ]NULL/i);
    expect(await store.load('s')).toMatchObject({ endpoint: { cursor: stored(0n as Position) }, lanes: [] });
  });

  it('tries again where nothing can be written, with what has been said since, and says when it could', async () => {
    await store.db.schema.alterTable('held').renameTo('elsewhere').execute();
    journal.change(
      's',
      () => at(1),
      (changes) => {
        changes.hold(held(1));
        changes.hold(held(2));
        changes.attempts.push(attempt(1));
      },
    );
    await clock.advance(100);
    expect(said).toHaveLength(1);
    journal.change(
      's',
      () => at(2),
      (changes) => {
        changes.release('s', 1);
        changes.attempts.push(attempt(2));
      },
    );
    expect(await journal.flush()).toBe(false);
    await store.db.schema.alterTable('elsewhere').renameTo('held').execute();
    await clock.advance(1_000);
    expect(said.slice(-1)).toEqual(['recovered']);
    expect(await store.heldIn('s', 'customer-ann', 0, 10)).toEqual([held(2)]);
    expect((await queries().attempts('s', { limit: 9 })).rows.map(({ seq }) => seq)).toEqual([2, 1]);
    expect(await store.load('s')).toMatchObject({ endpoint: { cursor: stored(2n as Position) } });
  });

  it('is full where too much waits to be written', async () => {
    await store.db.schema.dropTable('held').execute();
    for (let seq = 1; seq < 5_000; seq += 1)
      journal.change(
        's',
        () => at(1),
        (changes) => changes.hold(held(seq)),
      );
    await settled();
    expect(journal.isFull).toBe(false);
    journal.change(
      's',
      () => at(1),
      (changes) => changes.hold(held(5_000)),
    );
    expect(journal.isFull).toBe(true);
  });

  it('forgets what an endpoint was sent when it has ended, also what is not written yet', async () => {
    const everything = (): void =>
      journal.change(
        's',
        () => at(1),
        (changes) => {
          changes.hold(held(1));
          changes.bury(dead);
          changes.gap('s', 'customer-ann', 1);
          changes.attempts.push(attempt(1));
        },
      );
    everything();
    await journal.claim('other', 0n as Position);
    journal.change('other', () => ({ ...at(1), subscription: 'other' }));
    await journal.flush();
    everything();
    journal.drop('s');
    await journal.flush();
    expect(await store.load('s')).toMatchObject({ endpoint: undefined, lanes: [], gaps: [], attemptSeq: 0 });
    expect(await queries().standing('s')).toEqual({ endpoint: undefined, held: 0, dead: 0 });
    expect(await store.known()).toEqual(['other']);
  });

  it('keeps the last two thousand attempts to an endpoint', async () => {
    for (let seq = 1; seq <= 2_300; seq += 1)
      journal.change(
        's',
        () => at(1),
        (changes) => changes.attempts.push(attempt(seq)),
      );
    await journal.flush();
    await journal.flush();
    const first = await queries().attempts('s', { limit: 2_500 });
    expect(first.rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_000 }, (_, n) => 2_300 - n));
  });

  it('goes on with what another process has left', async () => {
    journal.change(
      's',
      () => at(4),
      (changes) => changes.hold(held(1)),
    );
    await journal.flush();
    await store.close();
    store = await JournalStore.open(place.database(), 'ours');
    const { endpoint } = await store.load('s');
    expect(read(endpoint!.cursor)).toBe(4n);
  });

  it('of another ledger is refused, and left as it is', async () => {
    await expect(JournalStore.open(place.database(), 'another')).rejects.toMatchObject({
      reason: 'another-store',
      message: expect.stringMatching(/belongs to the event store ours, and this one is another/) as never,
    });
    await store.db.updateTable('journal').set({ version: 99 }).execute();
    await expect(JournalStore.open(place.database(), 'ours')).rejects.toMatchObject({
      reason: 'another-version',
      message: expect.stringContaining('has the form 99, and this program knows 2') as never,
    });
  });

  it('of the form before this one is brought into it, with what it holds', async () => {
    journal.change(
      's',
      () => at(4),
      (changes) => changes.hold(held(1)),
    );
    await journal.flush();
    for (const column of ['holder', 'claims'])
      await store.db.schema.alterTable('endpoints').dropColumn(column).execute();
    await store.db.updateTable('journal').set({ version: 1 }).execute();
    const again = await JournalStore.open(place.database(), 'ours');
    expect(await again.load('s')).toMatchObject({ endpoint: { cursor: stored(4n as Position) }, heldSeq: 1 });
    expect(await again.claim('s', 'me', 0n as Position)).toEqual({ holder: 'me', number: 1 });
    await again.close();
  });

  it('is begun once by several who open it at the same time', async () => {
    const other = database.newPlace();
    const opened = await Promise.all([1, 2, 3].map(() => JournalStore.open(other.database(), 'ours')));
    for (const one of opened) {
      expect(await one.known()).toEqual([]);
      await one.close();
    }
    await other.leave();
  });

  describe('of an endpoint that another worker has claimed', () => {
    it('is not written any more, and that is told; others are written', async () => {
      await journal.claim('other', 0n as Position);
      const next = another();
      await next.claim('s', 0n as Position);
      next.change(
        's',
        () => at(9),
        (changes) => changes.hold(held(1)),
      );
      await next.flush();
      // What it knows is older, whatever it is: another number of the same row, and a cursor before it.
      journal.change(
        's',
        () => at(4),
        (changes) => {
          changes.hold(held(1, { event: 'another' }));
          changes.bury(dead);
          changes.gap('s', 'customer-ann', 3);
          changes.attempts.push(attempt(1));
        },
      );
      journal.change('other', () => ({ ...at(7), subscription: 'other' }));
      await journal.flush();
      expect(said).toEqual(['lost s']);
      expect(await store.load('s')).toMatchObject({ endpoint: at(9), gaps: [], attemptSeq: 0 });
      expect(await store.heldIn('s', 'customer-ann', 0, 9)).toEqual([held(1)]);
      expect(await queries().standing('s')).toMatchObject({ dead: 0 });
      expect(await queries().standing('other')).toMatchObject({ endpoint: { cursor: stored(7n as Position) } });
      journal.change('s', () => at(5));
      await journal.flush();
      expect([said, (await store.load('s')).endpoint]).toMatchObject([['lost s'], at(9)]);
    });

    it('would go backwards and lose what was held, were the claim not looked at', async () => {
      const blind = replaced(store, (real) => ({
        write: async (changes) => {
          const rows = await real.db.selectFrom('endpoints').select(['subscription', 'holder', 'claims']).execute();
          return real.write(changes, new Map(rows.map((row) => [row.subscription, { ...row, number: row.claims }])));
        },
      }));
      const mutant = new Journal({ store: blind, clock, failed: fail, lost: fail, recovered: fail });
      await mutant.claim('s', 0n as Position);
      await journal.leave(['s']);
      await journal.claim('s', 0n as Position);
      journal.change(
        's',
        () => at(9),
        (changes) => changes.hold(held(1)),
      );
      await journal.flush();
      mutant.change(
        's',
        () => at(4),
        (changes) => changes.release('s', 1),
      );
      await mutant.flush();
      expect(await store.load('s')).toMatchObject({ endpoint: at(4), lanes: [] });
    });

    it('does not show what the other has held: it is numbered otherwise', async () => {
      const next = another();
      await next.claim('s', 0n as Position);
      next.change(
        's',
        () => at(9),
        (changes) => changes.hold(held(5)),
      );
      await next.flush();
      await expect(journal.heldIn('s', 'customer-ann', 0, 9)).rejects.toThrow(ClaimLost);
      expect(said).toEqual(['lost s']);
      expect(await next.heldIn('s', 'customer-ann', 0, 9)).toEqual([held(5)]);
    });

    it('is not taken back at once, but may be later', async () => {
      await another().claim('s', 0n as Position);
      expect(await journal.claim('s', 0n as Position)).toBe(false);
      expect(await journal.isOurs('s')).toBe(false);
      expect(await journal.claim('s', 0n as Position)).toBe(true);
      expect(await journal.isOurs('s')).toBe(true);
    });

    it('does not come back when it has ended', async () => {
      const next = another();
      await next.claim('s', 0n as Position);
      next.drop('s');
      await next.flush();
      journal.change('s', () => at(4));
      await journal.flush();
      expect([said, await store.known()]).toEqual([['lost s'], []]);
    });
  });
});

const fail = (): never => {
  throw new Error('nobody notices');
};

it('positions are ordered as texts, up to the last that a log may have', () => {
  const positions = [0n, 1n, 9n, 10n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n] as Position[];
  expect(positions.map(stored).sort()).toEqual(positions.map(stored));
  expect(positions.map(stored).map(read)).toEqual(positions);
});
