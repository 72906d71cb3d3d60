import { type Position } from '#kept/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settled, VirtualClock } from '../testing/virtual-clock.fixture.js';
import { Journal } from './journal.js';
import { JournalQueries } from './journal-queries.js';
import { JournalStore } from './journal-store.js';
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

describe('the journal', () => {
  let directory: string;
  let clock: VirtualClock;
  let store: JournalStore;
  let journal: Journal;
  let said: string[];
  const queries = (): JournalQueries => new JournalQueries(store);

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'kept-journal-'));
    store = await JournalStore.open(join(directory, 'delivery.db'), 'ours');
    clock = new VirtualClock();
    said = [];
    const failed = (error: unknown): void => void said.push(String(error));
    journal = new Journal({ store, clock, failed, recovered: () => said.push('recovered') });
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
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
    expect(await store.load('s')).toMatchObject({ endpoint: undefined, lanes: [] });
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
      store.write({
        ...{ dropped: new Set(), gaps: new Map(), dead: new Map(), attempts: [], endpoints: [at(9)] },
        held: new Map([held(1), broken].map((row) => [String(row.seq), { key: row, row }])),
      }),
    ).rejects.toThrow(/NOT NULL/i);
    expect(await store.load('s')).toMatchObject({ endpoint: undefined, lanes: [] });
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
    store = await JournalStore.open(join(directory, 'delivery.db'), 'ours');
    const { endpoint } = await store.load('s');
    expect(read(endpoint!.cursor)).toBe(4n);
  });

  it('of another ledger is refused, and left as it is', async () => {
    const place = join(directory, 'delivery.db');
    await expect(JournalStore.open(place, 'another')).rejects.toMatchObject({
      reason: 'another-store',
      message: expect.stringContaining('belongs to the event store ours, and this one is another') as never,
    });
    await store.db.updateTable('journal').set({ version: 99 }).execute();
    await expect(JournalStore.open(place, 'ours')).rejects.toMatchObject({
      reason: 'another-version',
      message: expect.stringContaining('has the form 99, and this program knows 1') as never,
    });
  });
});

it('positions are ordered as texts, up to the last that a log may have', () => {
  const positions = [0n, 1n, 9n, 10n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n] as Position[];
  expect(positions.map(stored).sort()).toEqual(positions.map(stored));
  expect(positions.map(stored).map(read)).toEqual(positions);
});
