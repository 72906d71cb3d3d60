import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stored } from '../journal/schema.js';
import { type Ledger, commands } from '../testing/commands.fixture.js';
import { conclude, done } from '../testing/judge.fixture.js';
import { type Mutation, World } from '../testing/world.fixture.js';

const RUNS = process.env['KEPT_TEST_FULL'] ? 2_000 : 120;

/** Whatever happens, in whatever order, and then everybody is well for a fortnight. */
const laws = (mutation: Mutation = {}, did = new Map<string, number>()) =>
  fc.asyncProperty(commands, async (all) => {
    const world = await World.begin(mutation);
    const ledger: Ledger = { replays: new Map(), cuts: 0 };
    try {
      await fc.asyncModelRun(() => ({ model: ledger, real: world }), all);
      expect(await conclude(world, ledger)).toEqual([]);
      for (const [what, count] of Object.entries(await done(world, ledger)))
        did.set(what, (did.get(what) ?? 0) + count);
    } finally {
      await world.close();
    }
  });

describe('whatever endpoints answer, and whenever the process is killed', () => {
  it('everybody gets everything in order, or is told what is missing', async () => {
    const did = new Map<string, number>();
    await fc.assert(laws({}, did), { numRuns: RUNS });
    // Where too little has happened, nothing is proved.
    process.stderr.write(`${JSON.stringify(Object.fromEntries(did))}\n`);
    for (const [what, count] of did) expect([what, count >= RUNS / 10]).toEqual([what, true]);
  }, 600_000);
});

describe('an engine is caught that', () => {
  const isCaught = async (how: RegExp, mutation: Mutation): Promise<void> => {
    const { failed, errorInstance } = await fc.check(laws(mutation), { numRuns: RUNS, endOnFailure: true });
    expect(failed).toBe(true);
    expect(String(errorInstance)).toMatch(how);
  };

  it('saves its cursor before the acknowledgement', () =>
    isCaught(/has never got its|came to .* before/, {
      journal: (store, log) =>
        new Proxy(store, {
          get(target, name) {
            if (name !== 'write') return Reflect.get(target, name, target) as unknown;
            const read = stored(log.entries.at(-1)?.position ?? (0n as never));
            return (changes: Parameters<typeof store.write>[0]) =>
              target.write({ ...changes, endpoints: changes.endpoints.map((row) => ({ ...row, cursor: read })) });
          },
        }),
    }));

  it('knows no lanes', () =>
    isCaught(/came to .* before|are under way/, {
      feed: (log) => {
        const alone = <T extends { id: string }>(entry: T): T => ({ ...entry, customer: entry.id });
        return {
          head: () => log.head(),
          page: async (question) => {
            const { entries, through } = await log.page(question);
            return { entries: entries.map(alone), through };
          },
          async *follow(question, signal) {
            for await (const { entries, through } of log.follow(question, signal))
              yield { entries: entries.map(alone), through };
          },
        };
      },
    }));

  it('signs with keys that have retired', () =>
    isCaught(/signed with a key that is not live/, {
      endpoints: (endpoints) => {
        const forgetful = <T extends Awaited<ReturnType<typeof endpoints.one>>>(endpoint: T): T =>
          endpoint && { ...endpoint, keys: endpoint.keys.map(({ retiresAt: _, ...key }) => key) };
        return {
          all: async () => (await endpoints.all()).map(forgetful),
          one: async (subscription) => forgetful(await endpoints.one(subscription)),
          report: (...what) => endpoints.report(...what),
        };
      },
    }));
});
