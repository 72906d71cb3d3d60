import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all, idsOf, streamOf } from '../conformance/helpers.js';
import { EventStoreDBDouble } from '../eventstoredb/double/index.js';
import { openEventStoreDB } from '../eventstoredb/index.js';
import { compareLedgers, copyLedger, CopyRefused, type EventStore, START } from '../index.js';
import { auditSqliteFile, backUpSqliteFile, openSqliteEventStore } from '../sqlite/index.js';
import { anEvent, someEvents } from '../testing/events.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kept-copy-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

let opened: EventStore[] = [];
let double: EventStoreDBDouble;
beforeEach(async () => {
  double = await new EventStoreDBDouble().start();
});
afterEach(async () => {
  for (const store of opened) await store.close();
  opened = [];
  double.stop();
});

let files = 0;
function store(kind: 'sqlite' | 'esdb'): EventStore {
  const made =
    kind === 'sqlite'
      ? openSqliteEventStore(join(directory, `ledger-${(files += 1)}.db`))
      : openEventStoreDB(double.connectionString);
  opened.push(made);
  return made;
}

/** Appends of some events to some streams, one after the other. */
const history = fc.array(fc.record({ stream: fc.nat(3), events: fc.integer({ min: 1, max: 4 }) }), {
  minLength: 1,
  maxLength: 12,
});

async function write(to: EventStore, appends: readonly { stream: number; events: number }[]): Promise<void> {
  for (const { stream, events } of appends) await to.append(`some-${stream}`, 'any', someEvents(events));
}

const differences = (one: EventStore, other: EventStore) => {
  const found: unknown[] = [];
  return (async () => {
    for await (const finding of compareLedgers(one, other)) found.push(finding);
    return found;
  })();
};

describe.each([
  ['sqlite', 'esdb'],
  ['esdb', 'sqlite'],
  ['sqlite', 'sqlite'],
] as const)('from %s to %s, a copy', (source, target) => {
  it('has every event, in the same order, with the same ids and hashes', async () => {
    const [from, to] = [store(source), store(target)];
    await write(from, [
      { stream: 0, events: 3 },
      { stream: 1, events: 2 },
      { stream: 0, events: 1 },
    ]);
    expect(await copyLedger(from, to)).toBe(6);
    expect(idsOf(await all(to.readAll()))).toEqual(idsOf(await all(from.readAll())));
    const provenance = async (of: EventStore) =>
      (await streamOf(of, 'some-0')).map(({ position: _, ...event }) => event);
    expect(await provenance(to)).toEqual(await provenance(from));
    expect(await differences(from, to)).toEqual([]);
    for await (const finding of to.audit()) expect(finding).toBeUndefined();
  });

  it('goes on where it stopped, and has then what came meanwhile', async () => {
    const [from, to] = [store(source), store(target)];
    await write(from, [
      { stream: 0, events: 3 },
      { stream: 1, events: 2 },
      { stream: 2, events: 2 },
    ]);
    const stop = new AbortController();
    await copyLedger(from, to, { signal: stop.signal, progress: (copied) => copied >= 5 && stop.abort() });
    expect(await all(to.readAll())).toHaveLength(5);
    await write(from, [{ stream: 1, events: 1 }]);
    expect(await copyLedger(from, to)).toBe(3);
    expect(await copyLedger(from, to)).toBe(0);
    expect(await differences(from, to)).toEqual([]);
  });

  it('is not made into a store that holds something else', async () => {
    const [from, to] = [store(source), store(target)];
    await write(from, [{ stream: 0, events: 2 }]);
    await to.append('some-0', 'no_stream', someEvents(1));
    const before = await to.head();
    await expect(copyLedger(from, to)).rejects.toThrow(CopyRefused);
    expect(await to.head()).toBe(before);
  });
});

it('of any history, stopped anywhere, is the same in the end', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat(20), async (appends, stopAt) => {
      const [from, to] = [store('sqlite'), store('sqlite')];
      await write(from, appends);
      const stop = new AbortController();
      await copyLedger(from, to, { signal: stop.signal, progress: (copied) => copied >= stopAt && stop.abort() });
      await copyLedger(from, to);
      expect(await differences(from, to)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

describe('the comparison', () => {
  it.each<[what: string, change: (to: EventStore) => Promise<unknown>, problem: RegExp]>([
    ['an event too many', (to) => to.append('more-1', 'no_stream', someEvents(1)), /in the copy alone/],
    ['another event', (to) => to.append('some-1', 0n, someEvents(1)), /in its place/],
  ])('tells of %s', async (_what, change, problem) => {
    const [from, to] = [store('sqlite'), store('sqlite')];
    await write(from, [{ stream: 1, events: 1 }]);
    await copyLedger(from, to);
    await change(to);
    if (/place/.test(String(problem))) await write(from, [{ stream: 1, events: 1 }]);
    expect(await differences(from, to)).toMatchObject([{ problem: expect.stringMatching(problem) as unknown }]);
  });

  it('tells of an event that is missing, and of one that says something else', async () => {
    const [from, to, changed] = [store('sqlite'), store('sqlite'), store('sqlite')];
    const event = anEvent({ data: { said: 'this' } });
    await from.append('some-1', 'no_stream', [event]);
    await changed.append('some-1', 'no_stream', [{ ...event, data: { said: 'that' } }]);
    expect(await differences(from, to)).toMatchObject([{ problem: expect.stringContaining('missing') as unknown }]);
    expect(await differences(from, changed)).toMatchObject([{ problem: expect.stringContaining('hashes') as unknown }]);
  });
});

describe('a backup of a file', () => {
  it('is a sound ledger of what was there when it began, while others go on writing', async () => {
    const path = join(directory, 'live.db');
    const live = openSqliteEventStore(path);
    opened.push(live);
    await write(live, [
      { stream: 0, events: 40 },
      { stream: 1, events: 2 },
    ]);
    const target = join(directory, 'backup.db');
    const backingUp = backUpSqliteFile(path, target);
    await live.append('later-1', 'no_stream', someEvents(3));
    await backingUp;
    for await (const finding of auditSqliteFile(target)) expect(finding).toBeUndefined();
    const backup = openSqliteEventStore(target);
    opened.push(backup);
    expect(await backup.identity()).toBe(await live.identity());
    const there = await all(backup.readAll());
    expect(there.length).toBeGreaterThanOrEqual(42);
    expect(there).toEqual((await all(live.readAll())).slice(0, there.length));
  });

  it('never takes the place of another file', async () => {
    const path = join(directory, 'one.db');
    const one = openSqliteEventStore(path);
    opened.push(one);
    await expect(backUpSqliteFile(path, path)).rejects.toMatchObject({ code: 'file-exists' });
    expect(await one.head()).toBe(START);
  });
});
