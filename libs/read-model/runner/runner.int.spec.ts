import { type EventStore } from '#kept/event-store';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import {
  catchUp,
  follow,
  openReadModel,
  PROJECTIONS,
  rates,
  type ReadModel,
  rebuild,
  status,
  verify,
} from '../index.js';
import { type Projection } from '../projection.js';
import { type WrittenFacts } from '../rates/facts/written-facts.js';
import { type RateRow, ratesProjection } from '../rates/rates.projection.js';
import { contentOf } from '../testing/content.fixture.js';
import { type Fuse, PowerCut } from '../testing/faults.fixture.js';
import { onEveryDatabase, openLedger, type TestLedger } from '../testing/ledger.fixture.js';
import { hour, type RandomLog, randomLogs, record, written } from '../testing/random-log.fixture.js';

const someLog = (): RandomLog =>
  fc.sample(randomLogs, { seed: 7, numRuns: 40 }).sort((a, b) => b.length - a.length)[0]!;

const inMemory = async (store: EventStore): Promise<string> => {
  const model = await openReadModel(':memory:');
  try {
    await catchUp(model, store);
    return await contentOf(model);
  } finally {
    await model.close();
  }
};

const anEvent = (type: string, data: object = {}) =>
  written(
    { type, schemaVersion: 1, data: data as never },
    { id: randomUUID(), occurredAt: hour(1), recordedAt: hour(1) },
  );

async function findingsOf(model: ReadModel, { store, directory }: TestLedger): Promise<unknown[]> {
  const findings = [];
  for await (const finding of verify(model, store, { scratch: directory })) findings.push(finding);
  return findings;
}

const asked = { bases: ['as-last-agreed'], timeZone: 'UTC', at: hour(999) } as unknown as Parameters<typeof rates>[1];

onEveryDatabase('the runner', (withLedger) => {
  it('stores every event once, wherever the power is cut', async () => {
    let cuts = 0;
    const property = fc.asyncProperty(randomLogs, fc.array(fc.integer({ min: 1, max: 60 })), async (log, fuses) =>
      withLedger(async ({ store, openAgain }) => {
        await record(store, log);
        for (const statements of fuses) {
          const fuse: Fuse = { statements: undefined };
          const model = await openAgain(PROJECTIONS, fuse);
          fuse.statements = statements;
          await catchUp(model, store, { batchSize: 3 }).catch((error: unknown) => {
            expect(error).toBeInstanceOf(PowerCut);
            cuts += 1;
          });
        }
        const model = await openAgain();
        await catchUp(model, store, { batchSize: 3 });
        expect(await contentOf(model)).toBe(await inMemory(store));
      }),
    );
    await fc.assert(property, { numRuns: 40 });
    expect(cuts).toBeGreaterThan(40);
  });

  it('lets two runners work on one read model, and each batch is won by one of them', async () => {
    await withLedger(async (ledger) => {
      const { store, model, openAgain } = ledger;
      const other = await openAgain();
      await record(store, someLog());
      await Promise.all([model, other].map((one) => catchUp(one, store, { batchSize: 2 })));
      expect(await contentOf(model)).toBe(await inMemory(store));
      await Promise.all([rebuild(model, store, { batchSize: 3 }), rebuild(other, store, { batchSize: 2 })]);
      expect(await contentOf(other)).toBe(await inMemory(store));
      expect(await findingsOf(other, ledger)).toEqual([]);
    });
  });

  it('comes to the same rows live, in any portions, as by a rebuild', async () => {
    const property = fc.asyncProperty(randomLogs, fc.integer({ min: 1, max: 9 }), async (log, portion) =>
      withLedger(async ({ store, model }) => {
        for (let from = 0; from < log.length; from += portion) {
          await record(store, log.slice(from, from + portion));
          await catchUp(model, store, { batchSize: 2 });
        }
        const live = await contentOf(model);
        await rebuild(model, store);
        expect(await contentOf(model)).toBe(live);
        expect((await status(model, store)).map(({ generation, state }) => [generation, state])).toEqual(
          model.projections.map(() => [2, 'live']),
        );
      }),
    );
    await fc.assert(property, { numRuns: 30 });
  });

  it('reads a stream again that has fallen out of its memory', async () => {
    await withLedger(async ({ store, model }) => {
      const log = someLog();
      await record(store, log.slice(0, -1));
      await catchUp(model, store);
      await record(store, log.slice(-1));
      // A new call starts with an empty memory.
      await catchUp(model, store);
      expect(await contentOf(model)).toBe(await inMemory(store));
    });
  });

  it('parks the stream of an event it cannot read, and no other', async () => {
    await withLedger(async (ledger) => {
      const { store, model } = ledger;
      const log = someLog();
      const stream = log.find((one) => one.stream.startsWith('commitment-'))!.stream;
      const others = log.filter((one) => one.stream !== stream);
      await record(store, others);
      await catchUp(model, store);
      const healthy = (await contentOf(model)).replace(/parked[^]*/, '');
      await record(store, [
        { stream, event: anEvent('PromiseMade', { customer: 'li', personal: { what: 'a secret' } }) },
        { stream, event: anEvent('ClockPaused', { reason: 'x' }) },
        { stream, event: anEvent('ClockResumed', { reason: 'x' }) },
      ]);
      await catchUp(model, store);
      const [first] = await status(model, store);
      expect(first).toMatchObject({ lag: 0, parked: [{ stream, position: String(others.length + 1), skipped: 2 }] });
      expect(first!.parked[0]!.error).toMatch(/UnreadableEvent: PromiseMade v1 cannot be read: .*promised/);
      expect(first!.parked[0]!.error).not.toContain('secret');
      expect((await contentOf(model)).replace(/parked[^]*/, '')).toBe(healthy);
      expect((await rates(model, asked)).notes.map(({ code }) => code)).toEqual(['streams-parked']);
      expect(await findingsOf(model, ledger)).toEqual([]);
    });
  });

  it('parks a history that cannot be, and remembers it across runs', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, [{ stream: 'commitment-x', event: anEvent('ClockPaused', { reason: 'x' }) }]);
      await catchUp(model, store);
      await record(store, [{ stream: 'commitment-x', event: anEvent('ClockResumed', { reason: 'x' }) }]);
      await catchUp(model, store);
      const [first] = await status(model, store);
      expect(first!.parked).toMatchObject([{ stream: 'commitment-x', position: '1', skipped: 1 }]);
    });
  });

  it('passes over event types and streams it does not know, and moves on', async () => {
    await withLedger(async ({ store, model }) => {
      const log = someLog();
      const { stream } = log.find((one) => one.stream.startsWith('commitment-'))!;
      await record(store, log);
      await catchUp(model, store);
      const before = await contentOf(model);
      await record(store, [
        { stream, event: anEvent('SomethingOfTheFuture', { reason: 'x' }) },
        { stream: 'invoice-1', event: anEvent('InvoiceSent') },
      ]);
      expect(await catchUp(model, store)).toBe(await store.head());
      expect(await contentOf(model)).toBe(before);
      await record(store, [{ stream, event: anEvent('ClockPaused', { reason: 'x' }) }]);
      await catchUp(model, store);
      expect(await contentOf(model)).toBe(await inMemory(store));
      expect(await contentOf(model)).not.toBe(before);
    });
  });

  it('builds a new version beside the old one, which answers until the switch', async () => {
    await withLedger(async ({ store, model, openAgain }) => {
      await record(store, someLog());
      await catchUp(model, store);
      const old = await contentOf(model);
      const newer = await openAgain(PROJECTIONS.map((one) => (one.name === 'rates' ? louder(one) : one)));
      const stop = new AbortController();
      await catchUp(newer, store, { batchSize: 2, signal: stop.signal, progress: () => stop.abort() });
      expect(await contentOf(newer)).toBe(old);
      const building = (await status(newer, store)).filter(({ state }) => state === 'building');
      expect(building).toMatchObject([
        { projection: 'rates', version: ratesProjection.version + 1, generation: 2, checkpoint: '2' },
      ]);

      let projected = 0;
      await catchUp(newer, store, { progress: ({ events }) => (projected = events) });
      // It went on where it had stopped.
      expect(projected).toBe(Number(await store.head()) - 2);
      const teams = (await rates(newer, { ...asked, by: ['team'] })).rows.map(({ slice }) => slice.team);
      expect(teams.length).toBeGreaterThan(0);
      expect(teams).toEqual(teams.map((team) => team!.toUpperCase()));
      await expect(
        newer.db
          .selectFrom('rates_g1' as 'rates')
          .selectAll()
          .execute(),
      ).rejects.toThrow(/no such table|does not exist/);
    });
  });

  it('drops an unfinished build of a version that is no longer wanted', async () => {
    await withLedger(async ({ store, model, openAgain }) => {
      await record(store, someLog());
      const newer = await openAgain(PROJECTIONS.map((one) => (one.name === 'rates' ? louder(one) : one)));
      const stop = new AbortController();
      await catchUp(newer, store, { batchSize: 2, signal: stop.signal, progress: () => stop.abort() });
      await catchUp(model, store);
      expect((await status(model, store)).map(({ version, state }) => [version, state])).toEqual(
        PROJECTIONS.map(({ version }) => [version, 'live']),
      );
      expect(await contentOf(model)).toBe(await inMemory(store));
    });
  });

  it('refuses another store, and a log that has lost its end', async () => {
    const other = await openLedger();
    try {
      await withLedger(async ({ store, model }) => {
        await record(store, someLog());
        await catchUp(model, store);
        await expect(catchUp(model, other.store)).rejects.toMatchObject({ code: 'another-store' });
        await expect(rebuild(model, other.store)).rejects.toMatchObject({ code: 'another-store' });
        await model.db.updateTable('projections').set({ position: 10_000 }).execute();
        await expect(catchUp(model, store)).rejects.toMatchObject({ code: 'ahead-of-the-log' });
      });
    } finally {
      await other.close();
    }
  });

  it('answers nothing before it is built, nor about what it has not seen', async () => {
    await withLedger(async ({ store, model }) => {
      await expect(rates(model, asked)).rejects.toMatchObject({ code: 'not-built' });
      await record(store, someLog());
      await catchUp(model, store);
      const beyond = (await store.head()) + 1n;
      await expect(rates(model, { ...asked, asOf: beyond as never })).rejects.toMatchObject({ code: 'not-caught-up' });
    });
  });

  it('follows the log, and says how far it has come', async () => {
    await withLedger(async ({ store, model }) => {
      const log = someLog();
      await record(store, log.slice(0, 5));
      const stop = new AbortController();
      const following = follow(model, store, stop.signal, {
        reached: (position) => {
          if (position === 5n) void record(store, log.slice(5));
          if (position === BigInt(log.length)) stop.abort();
        },
      });
      await following;
      expect(await contentOf(model)).toBe(await inMemory(store));
    });
  });

  it('takes what is there already in one batch, and waits for no more than that', async () => {
    await withLedger(async ({ store, model }) => {
      const stop = new AbortController();
      const reached: bigint[] = [];
      const recordMany = (events: number) =>
        store.append('customer-li', 'any', Array.from({ length: events }, registeredAgain));
      await follow(model, store, stop.signal, {
        reached: (position) => {
          reached.push(position);
          if (position === 0n) void recordMany(1_500);
          // Whole pages: after the last of them nothing follows.
          if (position === 1_500n) void recordMany(2_000);
          if (position === 3_500n) stop.abort();
        },
      });
      expect(reached).toEqual([0n, 1_500n, 3_500n]);
      expect(await contentOf(model)).toBe(await inMemory(store));
    });
  });
});

const registeredAgain = () => anEvent('CustomerRegistered', { personal: { name: 'Li' } });

/** The rates as a newer program would have them: every team in capitals. */
function louder(projection: Projection): Projection {
  const [table] = projection.tables;
  if (table?.of !== 'commitment') throw new Error('the rates have one row per commitment');
  const row: typeof table.row = (subject) => {
    const quiet = table.row(subject) as RateRow;
    const facts = JSON.parse(quiet.facts) as WrittenFacts;
    facts[4] = facts[4].toUpperCase();
    return { ...quiet, facts: JSON.stringify(facts) };
  };
  return { ...projection, version: projection.version + 1, tables: [{ ...table, row }] };
}
