import { type EventStore, type JsonObject, type Position, PositionBeyondLog, START } from '#kept/event-store';
import { openTemporaryEventStore, type TemporaryEventStore } from '#kept/event-store/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { anyFilter, anyHappening, anyScope, CANARY, happen, wholeLog } from './any-log.fixture.js';
import { bruteForce } from './brute-force.fixture.js';
import { Feed, type FeedOptions } from './feed.js';
import { type FeedEntry } from './feed-entry.js';
import { type FeedQuestion } from './feed-reader.js';

const anyQuestion: fc.Arbitrary<FeedQuestion> = fc.record({ filter: anyFilter, scope: anyScope });
const EVERYTHING: FeedQuestion = { filter: {}, scope: { teams: 'all', principal: 'crm' } };

/** So small that everything which is bounded is forgotten all the time. */
const anySize: fc.Arbitrary<FeedOptions> = fc.record({
  remembered: fc.integer({ min: 1, max: 4 }),
  recent: fc.integer({ min: 1, max: 5 }),
  readAtOnce: fc.integer({ min: 1, max: 7 }),
  readForAPage: fc.integer({ min: 1, max: 20 }),
});

let ledger: TemporaryEventStore;
beforeEach(async () => {
  ledger = await openTemporaryEventStore();
});
afterEach(() => ledger.close());

/** A log of its own for each run of a property. */
async function withStore(work: (store: EventStore) => Promise<void>): Promise<void> {
  const { store, close } = await openTemporaryEventStore();
  try {
    await work(store);
  } finally {
    await close();
  }
}

async function pages(feed: Feed, question: FeedQuestion, after: Position, limits: readonly number[]) {
  const entries: FeedEntry[] = [];
  let through = after;
  for (let turn = 0; ; turn += 1) {
    const limit = limits[turn % limits.length]!;
    const page = await feed.page({ ...question, after: through, limit });
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    for (const { position } of page.entries) expect(position > through && position <= page.through).toBe(true);
    through = page.through;
    // An empty page is one at the end of the log.
    if (page.entries.length === 0) return { entries, through };
    entries.push(...page.entries);
  }
}

const idsOf = (entries: readonly FeedEntry[]): string[] => entries.map(({ id }) => id);

describe('pages put together', () => {
  it('are what a question finds in the whole log, whatever their sizes, and whoever asked before', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(anyHappening, { maxLength: 60 }),
        fc.array(fc.tuple(anyQuestion, fc.nat(60), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })), {
          minLength: 1,
          maxLength: 6,
        }),
        anySize,
        (happenings, questions, size) =>
          withStore(async (store) => {
            await happen(store, happenings);
            const log = await wholeLog(store);
            const feed = new Feed(store, size);
            // Each of them twice: the second time much is remembered.
            for (const [question, skipped, limits] of [...questions, ...questions]) {
              const after = log[Math.min(skipped, log.length) - 1]?.position ?? START;
              const { entries, through } = await pages(feed, question, after, limits);
              expect(idsOf(entries)).toEqual(bruteForce(log, question, after));
              expect(through).toBe(await store.head());
              expect(entries.map(({ json }) => json).join()).not.toContain(CANARY);
            }
          }),
      ),
      { numRuns: 60 },
    ));

  it('say of an entry whom it is about', async () => {
    const data = { customer: 'acme', team: 'north', segment: 'gold', personal: { what: CANARY } };
    await happen(ledger.store, [
      { stream: 'commitment-1', type: 'PromiseMade', schemaVersion: 1, data },
      { stream: 'commitment-1', type: 'ClockPaused', schemaVersion: 1, data: { reason: 'waiting' } },
    ]);
    const { entries } = await new Feed(ledger.store).page({ ...EVERYTHING, after: START, limit: 10 });
    const parties = { commitment: '1', customer: 'acme', team: 'north', segment: 'gold' };
    expect(entries).toMatchObject([
      { ...parties, revision: 0n, json: '{"customer":"acme","segment":"gold","team":"north"}' },
      { ...parties, revision: 1n, json: '{"reason":"waiting"}' },
    ]);
  });

  it('look nothing up for findings that say themselves whom they concern, but for when a retracted promise was recorded', async () => {
    const parties = { customer: 'acme', team: 'north' };
    const data = { obligation: { kind: 'keep', entry: 'e' }, deadline: '2024-02-29T13:00:00.000Z' };
    const found = (type: string, commitment: string, more: JsonObject) => ({
      ...{ stream: `commitment-${commitment}`, type, schemaVersion: 1 },
      data: { ...data, ...more },
    });
    await happen(ledger.store, [
      ...['1', '2', '3'].map((one) => ({ ...found('PromiseMade', one, {}), data: parties })),
      found('BreachForeseen', '1', parties),
      found('BreachDeclared', '1', { ...parties, historic: false }),
      found('BreachDeclared', '2', { historic: false }),
      found('BreachDeclared', '3', { ...parties, historic: false }),
      found('BreachRetracted', '3', { ...parties, cause: 'e' }),
      found('BreachRetracted', '3', { ...parties, cause: 'e', deadline: '2024-02-29T11:00:00.000Z' }),
    ]);
    const lookedUp: string[] = [];
    const feed = new Feed(
      withOwn(ledger.store, {
        readFirst: (streams) => {
          lookedUp.push(...streams);
          return ledger.store.readFirst(streams);
        },
      }),
    );
    const { entries } = await feed.page({ ...EVERYTHING, after: 3n as Position, limit: 10 });
    expect(entries.map(({ commitment, customer, team }) => [commitment, customer, team])).toEqual(
      ['1', '1', '2', '3', '3'].map((commitment) => [commitment, 'acme', 'north']),
    );
    expect(lookedUp).toEqual(['commitment-2', 'commitment-3']);
  });

  it('do not begin beyond the end of the log', async () => {
    const feed = new Feed(ledger.store);
    const after = 1n as Position;
    await expect(feed.page({ ...EVERYTHING, after, limit: 1 })).rejects.toThrow(PositionBeyondLog);
    await expect(feed.follow({ ...EVERYTHING, after }, new AbortController().signal).next()).rejects.toThrow(
      PositionBeyondLog,
    );
  });

  it('are not read again where nothing was found', async () => {
    await happen(ledger.store, await sample(40));
    const read: number[] = [];
    const feed = new Feed(
      withOwn(ledger.store, {
        async *readAllAsText(range) {
          for await (const events of ledger.store.readAllAsText(range)) {
            read.push(events.length);
            yield events;
          }
        },
      }),
      { readAtOnce: 5 },
    );
    const nobody: FeedQuestion = { filter: { types: ['NeverHappened'] }, scope: EVERYTHING.scope };
    const first = await feed.page({ ...nobody, after: START, limit: 10 });
    expect(read).toHaveLength(8);
    expect(await feed.page({ ...nobody, after: START, limit: 10 })).toEqual(first);
    expect(await feed.page({ ...nobody, after: 12n as Position, limit: 10 })).toEqual(first);
    expect(read).toHaveLength(8);
  });

  it('end early for whoever does not wait for them', async () => {
    await happen(ledger.store, await sample(40));
    const feed = new Feed(ledger.store, { readAtOnce: 5 });
    const gone = new AbortController();
    const slow = feed.page(
      { filter: { types: ['Never'] }, scope: EVERYTHING.scope, after: START, limit: 1 },
      gone.signal,
    );
    gone.abort();
    expect((await slow).through).toBeLessThan(await ledger.store.head());
  });
});

const sample = (count: number) => Promise.resolve(fc.sample(anyHappening, { seed: 1, numRuns: count }));

/** The store, but for some of what a feed asks of it. */
const withOwn = (store: EventStore, own: Partial<EventStore>): EventStore =>
  ({
    head: () => store.head(),
    readFirst: (streams) => store.readFirst(streams),
    readAllAsText: (range) => store.readAllAsText(range),
    ...own,
  }) as EventStore;

describe('who follows', () => {
  it('gets what pages would give, whatever is recorded meanwhile, and however slow they are', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyHappening, { maxLength: 15 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.record({ question: anyQuestion, skipped: fc.nat(20), turns: fc.nat(5), from: fc.nat(4) }), {
          minLength: 1,
          maxLength: 5,
        }),
        anySize,
        (batches, followers, size) =>
          withStore(async (store) => {
            const feed = new Feed(store, size);
            const last = marker();
            await happen(store, batches[0]!);
            const log = await wholeLog(store);
            const following = followers.map(async ({ question, skipped, turns, from }) => {
              for (let turn = 0; turn < from; turn += 1) await nextTurn();
              const after = log[Math.min(skipped, log.length) - 1]?.position ?? START;
              const stop = new AbortController();
              const seen: FeedEntry[] = [];
              let through = after;
              for await (const page of feed.follow({ ...question, after }, stop.signal)) {
                for (const { position } of page.entries) expect(position > through).toBe(true);
                expect(page.through >= through).toBe(true);
                through = page.through;
                seen.push(...page.entries);
                for (let turn = 0; turn < turns; turn += 1) await nextTurn();
                if (last.position !== undefined && through >= last.position) stop.abort();
              }
              return { question, after, seen };
            });
            for (const batch of batches.slice(1)) {
              await happen(store, batch);
              await nextTurn();
            }
            // Everybody is shown how far the log goes, in whatever they see.
            last.position = (await store.head()) + 1n;
            await happen(store, [{ stream: 'team-north', type: 'Last', schemaVersion: 1, data: {} }]);
            const whole = await wholeLog(store);
            for (const { question, after, seen } of await Promise.all(following)) {
              expect(idsOf(seen)).toEqual(bruteForce(whole, question, after));
              expect(seen.map(({ json }) => json).join()).not.toContain(CANARY);
            }
          }),
      ),
      { numRuns: 40 },
    ));

  it('shares one subscription with all others, which ends with the last of them', async () => {
    const subscribed: AbortSignal[] = [];
    const feed = new Feed(withSubscribe(subscribed));
    const stop = [new AbortController(), new AbortController()] as const;
    const [one, two] = stop.map(({ signal }) => feed.follow({ ...EVERYTHING, after: START }, signal));
    const first = [one!.next(), two!.next()];
    await happen(ledger.store, await sample(1));
    await Promise.all(first);
    expect(subscribed).toHaveLength(1);
    stop[0].abort();
    expect(await one!.next()).toMatchObject({ done: true });
    expect(subscribed[0]!.aborted).toBe(false);
    await two!.return(undefined);
    expect(subscribed[0]!.aborted).toBe(true);
    const again = feed.follow({ ...EVERYTHING, after: START }, new AbortController().signal);
    expect((await again.next()).value).toMatchObject({ through: await ledger.store.head() });
    await again.return(undefined);
  });

  it('hears no more when the feed is closed', async () => {
    const feed = new Feed(ledger.store);
    const following = feed.follow({ ...EVERYTHING, after: START }, new AbortController().signal);
    const next = following.next();
    feed.close();
    expect(await next).toEqual({ done: true, value: undefined });
    const late = feed.follow({ ...EVERYTHING, after: START }, new AbortController().signal);
    expect(await late.next()).toEqual({ done: true, value: undefined });
  });

  it('is told when the log cannot be followed any more', async () => {
    const broken = {
      head: () => Promise.resolve(START),
      // eslint-disable-next-line @typescript-eslint/require-await
      async *subscribe() {
        throw new Error('connection lost');
      },
    } as unknown as EventStore;
    const following = new Feed(broken).follow({ ...EVERYTHING, after: START }, new AbortController().signal);
    await expect(following.next()).rejects.toThrow('connection lost');
  });

  function withSubscribe(subscribed: AbortSignal[]): EventStore {
    return withOwn(ledger.store, {
      subscribe: (range, signal) => {
        subscribed.push(signal);
        return ledger.store.subscribe(range, signal);
      },
    });
  }
});

const marker = (): { position?: bigint } => ({});
