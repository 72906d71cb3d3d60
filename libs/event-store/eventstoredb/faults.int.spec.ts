import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { all, failureOf, idsOf, newStream, streamOf } from '../conformance/helpers.js';
import { type EventStore } from '../port.js';
import { type LoggedEvent, START } from '../record.js';
import { anEvent, someEvents } from '../testing/events.js';
import { type AppendFault } from './double/faults.fixture.js';
import { MOST_LEFT_ALONE } from './attempts.js';
import { EventStoreDBDouble, Line } from './double/index.js';
import { openEventStoreDB } from './index.js';

let double: EventStoreDBDouble;
let store: EventStore;
let stream: string;

beforeEach(async () => {
  double = await new EventStoreDBDouble().start();
  store = openEventStoreDB(double.connectionString, { appendTimeout: 300, readTimeout: 300, patience: 5_000 });
  stream = newStream();
});
afterEach(async () => {
  await store.close();
  double.stop();
});

const unanswered = (count: number): AppendFault[] => Array.from({ length: count }, () => 'answer-never');

describe('an append', () => {
  it.each<[AppendFault]>([['answer-lost'], ['answer-never'], ['connection-lost'], ['not-leader']])(
    'is there once after %s, and is known to be new',
    async (fault) => {
      const [first, second] = [someEvents(2), someEvents(1)];
      await store.append(stream, 'no_stream', first);
      double.faults.ofAppends(fault, fault);
      expect(await store.append(stream, 1n, second)).toMatchObject({ revision: 2n, isNew: true });
      expect(idsOf(await streamOf(store, stream))).toEqual(idsOf([...first, ...second]));
      for await (const finding of store.audit()) expect(finding).toBeUndefined();
    },
  );

  it.each(['no_stream', 1n, 'any', 'stream_exists'] as const)(
    'that was written in part, because it was cut off on its way, is completed (%s)',
    async (expected) => {
      const [first, second] = [someEvents(2), someEvents(4)];
      if (expected !== 'no_stream') await store.append(stream, 'no_stream', first);
      // The second part is torn, too.
      double.faults.ofAppends('torn', undefined, 'torn', undefined);
      const before = expected === 'no_stream' ? [] : first;
      const revision = BigInt(before.length + second.length - 1);
      expect(await store.append(stream, expected, second)).toMatchObject({ revision, isNew: true });
      expect(idsOf(await streamOf(store, stream))).toEqual(idsOf([...before, ...second]));
      expect(await store.append(stream, revision, someEvents(1))).toMatchObject({ revision: revision + 1n });
      for await (const finding of store.audit()) expect(finding).toBeUndefined();
    },
  );

  it('that was written in part is not completed where somebody else has come between', async () => {
    const [first, events, others] = [someEvents(2), someEvents(3), someEvents(1)];
    await store.append(stream, 'no_stream', first);
    const another = openEventStoreDB(double.connectionString);
    double.faults.ofAppends('torn');
    const torn = failureOf(store.append(stream, 1n, events));
    while ((await streamOf(another, stream)).length < 4) await nextTurn();
    await another.append(stream, 3n, others);
    expect(await torn).toMatchObject({ outcome: 'conflict', actual: 4n });
    expect(idsOf(await streamOf(store, stream))).toEqual(idsOf([...first, ...events.slice(0, 2), ...others]));
    for await (const finding of store.audit()) expect(finding).toBeUndefined();
    await another.close();
  });

  it.each([
    ['access-denied', { outcome: 'rejected', code: 'access-denied' }],
    ['stream-deleted', { outcome: 'rejected', code: 'stream-deleted' }],
  ] as const)('%s is refused for good', async (fault, error) => {
    double.faults.ofAppends(fault);
    await expect(store.append(stream, 'no_stream', someEvents(1))).rejects.toMatchObject(error);
  });

  it('whose answer was lost for good says that nobody knows, and the same again succeeds as a repeat', async () => {
    const impatient = openEventStoreDB(double.connectionString, { appendTimeout: 100, patience: 0 });
    const events = someEvents(2);
    double.faults.ofAppends('answer-never');
    await expect(impatient.append(stream, 'no_stream', events)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(await impatient.append(stream, 'no_stream', events)).toMatchObject({ revision: 1n, isNew: false });
    expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(events));
    await impatient.close();
  });

  it('is known by an answer that comes when it has been offered again', async () => {
    const events = someEvents(2);
    double.faults.ofAppends('answer-late', ...unanswered(100));
    expect(await store.append(stream, 'no_stream', events)).toMatchObject({ revision: 1n, isNew: true });
    expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(events));
  });

  it('is known to be a conflict by an answer that comes when it has been offered again', async () => {
    const first = someEvents(2);
    await store.append(stream, 'no_stream', first);
    double.faults.ofAppends('answer-late', ...unanswered(100));
    expect(await failureOf(store.append(stream, 'no_stream', someEvents(1)))).toMatchObject({ outcome: 'conflict' });
    expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(first));
  });

  it('that fails when nobody waits for it any more fails in silence', async () => {
    const impatient = openEventStoreDB(double.connectionString, { appendTimeout: 100, patience: 0 });
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    double.faults.ofAppends('answer-never');
    await failureOf(impatient.append(stream, 'no_stream', someEvents(1)));
    await double.breakConnections();
    await impatient.append(newStream(), 'no_stream', someEvents(1)).catch(() => undefined);
    for (let turns = 0; turns < 100; turns++) await nextTurn();
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
    await impatient.close();
  });

  it.each(['access-denied', 'not-leader'] as const)(
    'is not said to be refused (%s) where an earlier attempt may have been written',
    async (refusal) => {
      const hasty = openEventStoreDB(double.connectionString, { appendTimeout: 100, patience: 400 });
      double.faults.ofAppends('answer-never', ...Array.from({ length: 100 }, () => refusal));
      expect(await failureOf(hasty.append(stream, 'no_stream', someEvents(1)))).toMatchObject({ outcome: 'unknown' });
      while ((await streamOf(store, stream)).length === 0) await nextTurn();
      await hasty.close();
    },
  );

  it('is not sent where too many have no answer, until they have one', async () => {
    const impatient = openEventStoreDB(double.connectionString, { appendTimeout: 300, patience: 0 });
    double.faults.ofAppends(...unanswered(MOST_LEFT_ALONE));
    const lost = Array.from({ length: MOST_LEFT_ALONE }, () =>
      failureOf(impatient.append(newStream(), 'no_stream', someEvents(1))),
    );
    for (const error of await Promise.all(lost)) expect(error).toMatchObject({ outcome: 'unknown' });
    const another = () => impatient.append(newStream(), 'no_stream', someEvents(1));
    await expect(another()).rejects.toMatchObject({ outcome: 'rejected', reason: 'busy' });
    await double.breakConnections();
    while ((await another().catch(() => undefined)) === undefined) await nextTurn();
    await impatient.close();
  });

  it('repeated with another body is chained to what was written, not to what was offered again', async () => {
    const event = anEvent({ data: { said: 'first' } });
    await store.append(stream, 'no_stream', [event]);
    const another = openEventStoreDB(double.connectionString);
    const changed = { ...event, data: { said: 'second' } };
    expect(await another.append(stream, 'no_stream', [changed])).toMatchObject({ isNew: false });
    await another.append(stream, 0n, someEvents(1));
    for await (const finding of store.audit()) expect(finding).toBeUndefined();
    await another.close();
  });

  it('outlives a server that goes away and comes back, and so does the process', async () => {
    await store.append(stream, 'no_stream', someEvents(1));
    double.stop();
    const events = someEvents(3);
    const appended = store.append(stream, 0n, events);
    await double.start();
    expect(await appended).toMatchObject({ revision: 3n, isNew: true });
  });

  it('to a server that stays away fails, and says that nobody knows', async () => {
    const impatient = openEventStoreDB(double.connectionString, { appendTimeout: 200, patience: 300 });
    double.stop();
    await expect(impatient.append(stream, 'no_stream', someEvents(1))).rejects.toMatchObject({ outcome: 'unknown' });
    await impatient.close();
  });
});

describe('an append that the server, standing still, has taken in part', () => {
  const [first, large] = [
    someEvents(2),
    Array.from({ length: 10 }, () => anEvent({ data: { text: 'x'.repeat(40_000) } })),
  ];
  let line: Line;
  let impatient: EventStore;
  let told: Promise<unknown>;

  beforeEach(async () => {
    double.faults.tearsWhatIsCancelled = true;
    line = await new Line(double.port).open();
    impatient = openEventStoreDB(line.connectionString, { appendTimeout: 300, patience: 0 });
    await store.append(stream, 'no_stream', first);
    // The second event is on its way; what flow control holds back of the others has not left.
    const stands = line.stopAfter(60_000);
    told = failureOf(impatient.append(stream, 1n, large));
    await stands;
  });
  afterEach(async () => {
    await impatient.close();
    line.close();
  });

  /** What there is as soon as there is something of it. */
  async function written(): Promise<string[]> {
    for (;;) {
      const events = await streamOf(store, stream);
      if (events.length > first.length) return idsOf(events);
      await nextTurn();
    }
  }

  it('is there as a whole when the server goes on, though nobody has waited for it', async () => {
    expect(await told).toMatchObject({ outcome: 'unknown' });
    line.goOn();
    expect(await written()).toEqual(idsOf([...first, ...large]));
    for await (const finding of store.audit()) expect(finding).toBeUndefined();
  });

  it('is so when the store was closed in between, too', async () => {
    await told;
    await impatient.close();
    line.goOn();
    expect(await written()).toEqual(idsOf([...first, ...large]));
  });
});

describe('reading', () => {
  it.each([{ drop: 3 }, { hang: 3 }])('goes on where it broke: %j', async (fault) => {
    const events = someEvents(10);
    await store.append(stream, 'no_stream', events);
    double.faults.ofReads(fault);
    expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(events));
    // The first is that of the end of the log.
    double.faults.ofReads(undefined, fault);
    expect(idsOf(await all(store.readAll()))).toEqual(idsOf(events));
  });

  it('fails with an error, and not silently, where the server says nothing any more', async () => {
    const impatient = openEventStoreDB(double.connectionString, { readTimeout: 100, patience: 200 });
    await store.append(stream, 'no_stream', someEvents(10));
    double.faults.ofReads(...Array.from({ length: 20 }, () => ({ hang: 0 })));
    await expect(streamOf(impatient, stream)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await impatient.close();
  });

  it('shows nothing of the server, of the store itself, or of others who keep their events there', async () => {
    const own = someEvents(2);
    await store.identity();
    await store.append(stream, 'no_stream', own);
    for (const name of ['$stats-127.0.0.1', 'orders-17'])
      double.database.append(name, 'any', [
        { id: 'x', type: 'Said', contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.alloc(0) },
      ]);
    expect(idsOf(await all(store.readAll()))).toEqual(idsOf(own));
    expect(await store.head()).toBe((await all(store.readAll())).at(-1)!.position);
  });
});

describe('following the log', () => {
  it.each([{ drop: 3 }, { twice: 5 }, { slow: 1 }])('has no gaps and shows nothing twice: %j', async (fault) => {
    const [past, future] = [someEvents(7), someEvents(5)];
    await store.append(stream, 'no_stream', past);
    double.faults.ofReads(undefined, fault, fault, fault);
    const seen: LoggedEvent[] = [];
    const stop = new AbortController();
    for await (const page of store.subscribe({ after: START }, stop.signal)) {
      if (seen.length < past.length && seen.length + page.length >= past.length) void store.append(stream, 6n, future);
      seen.push(...page);
      if (seen.length >= past.length + future.length) stop.abort();
    }
    expect(idsOf(seen)).toEqual(idsOf([...past, ...future]));
  });

  it('comes back after a server that was away', async () => {
    const events = someEvents(4);
    await store.append(stream, 'no_stream', events.slice(0, 2));
    const seen: LoggedEvent[] = [];
    const stop = new AbortController();
    for await (const page of store.subscribe({ after: START }, stop.signal)) {
      seen.push(...page);
      if (seen.length === 2) {
        double.stop();
        await double.start();
        await store.append(stream, 1n, events.slice(2));
      }
      if (seen.length >= 4) stop.abort();
    }
    expect(idsOf(seen)).toEqual(idsOf(events));
  });

  it('ends when the store is closed', async () => {
    const subscription = store.subscribe({ after: START }, new AbortController().signal)[Symbol.asyncIterator]();
    const next = subscription.next();
    await store.append(stream, 'no_stream', someEvents(1));
    await next;
    const waiting = subscription.next();
    await store.close();
    expect((await waiting).done).toBe(true);
  });
});
