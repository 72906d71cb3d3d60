import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type JournalStore } from '../journal/journal-store.js';
import { stored } from '../journal/schema.js';
import { onEveryDatabase, sqliteMemory } from '../journal/testing/databases.fixture.js';
import { commands, NOTHING_YET, sharedCommands } from '../testing/commands.fixture.js';
import { conclude, done } from '../testing/judge.fixture.js';
import { replaced } from '../testing/replaced.fixture.js';
import { settled } from '../testing/virtual-clock.fixture.js';
import { type Mutation, World, type WorldParts } from '../testing/world.fixture.js';

const RUNS = process.env['KEPT_TEST_FULL'] ? 2_000 : 120;
const WORKERS = 3;
/** Milliseconds: how soon it happens is chance. */
const PATIENCE = 600_000;

interface Trial extends WorldParts {
  did?: Map<string, number>;
}

/** Whatever happens, in whatever order, and then everybody is well for a fortnight. */
const laws = ({ did = new Map<string, number>(), ...parts }: Trial = {}) =>
  fc.asyncProperty(parts.workers === undefined ? commands : sharedCommands, async (all) => {
    const world = await World.begin(parts);
    const ledger = NOTHING_YET();
    try {
      await fc.asyncModelRun(() => ({ model: ledger, real: world }), all);
      expect(await conclude(world, ledger)).toEqual([]);
      for (const [what, count] of Object.entries(await done(world, ledger)))
        did.set(what, (did.get(what) ?? 0) + count);
    } finally {
      await world.close();
    }
  });

/** Where too little has happened, nothing is proved. */
function mustHaveDone(did: ReadonlyMap<string, number>, runs: number): void {
  process.stderr.write(`${JSON.stringify(Object.fromEntries(did))}\n`);
  for (const [what, count] of did) expect([what, count >= runs / 10]).toEqual([what, true]);
}

describe('whatever endpoints answer, and whenever the process is killed', () => {
  it(
    'everybody gets everything in order, or is told what is missing',
    async () => {
      const did = new Map<string, number>();
      await fc.assert(laws({ did }), { numRuns: RUNS });
      mustHaveDone(did, RUNS);
    },
    PATIENCE,
  );
});

onEveryDatabase(
  'whatever becomes of the shares of several workers, told and untold',
  (database) => {
    it(
      'everybody gets everything in order, and nobody twice what was acknowledged',
      async () => {
        const did = new Map<string, number>();
        const runs = database.runs(RUNS);
        await fc.assert(laws({ did, workers: WORKERS, database }), { numRuns: runs });
        // Of few runs the rare has not happened in each: that it does is proved where there are many.
        const often = ['taken', 'refused', 'moves', 'thefts'].map((what) => [what, did.get(what)!] as const);
        mustHaveDone(runs < RUNS ? new Map(often) : did, runs);
      },
      PATIENCE,
    );
  },
  sqliteMemory,
);

describe('an engine is caught that', () => {
  const isCaught = async (how: RegExp, mutation: Mutation, workers?: number): Promise<void> => {
    const trial = { mutation, ...(workers !== undefined && { workers }) };
    // Always the same: whether a mutant is caught must not be a matter of luck.
    const { failed, errorInstance } = await fc.check(laws(trial), { numRuns: 5 * RUNS, seed: 11, endOnFailure: true });
    expect(failed).toBe(true);
    expect(String(errorInstance)).toMatch(how);
  };

  it('saves its cursor before the acknowledgement', () =>
    isCaught(/has never got its|came to .* before/, {
      journal: (real, log) =>
        replaced(real, (store) => ({
          write: (changes, claims) => {
            const cursor = stored(log.entries.at(-1)?.position ?? (0n as never));
            return store.write({ ...changes, endpoints: changes.endpoints.map((row) => ({ ...row, cursor })) }, claims);
          },
        })),
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

  describe('shares its work, and', () => {
    it(
      'lets go before it has stopped',
      () =>
        isCaught(
          /are under way|was taken by .* and sent again|has lost its share/,
          { hold: (worker, holding) => Promise.resolve(void worker.hold(holding)) },
          WORKERS,
        ),
      PATIENCE,
    );

    it(
      'lets go before its journal is written',
      () =>
        isCaught(
          /was taken by .* and sent again|has never got its|has lost its share/,
          { journal: (store) => lateJournal(store) },
          WORKERS,
        ),
      PATIENCE,
    );

    it(
      'writes of what others have claimed',
      () =>
        isCaught(
          /has never got its|came to .* before|was sent|was taken by .* and sent again/,
          {
            journal: (real) =>
              replaced(real, (store) => ({
                isHeldBy: () => Promise.resolve(true),
                write: async (changes) => {
                  const rows = await store.db
                    .selectFrom('endpoints')
                    .select(['subscription', 'holder', 'claims'])
                    .execute();
                  const claimed = rows.map(
                    ({ subscription, holder, claims: number }) => [subscription, { holder, number }] as const,
                  );
                  return store.write(changes, new Map(claimed));
                },
              })),
          },
          WORKERS,
        ),
      PATIENCE,
    );
  });
});

/** Says that everything is written a moment before it is; its own worker never notices. */
function lateJournal(real: JournalStore): JournalStore {
  let last: Promise<unknown> = Promise.resolve();
  const afterwards = <Parameters extends unknown[], T>(work: (...what: Parameters) => Promise<T>) => {
    return async (...what: Parameters): Promise<T> => {
      await last;
      return work(...what);
    };
  };
  return replaced(real, (store) => ({
    write: (changes, claims) => {
      const ours = new Map(claims);
      last = last.then(async () => {
        for (let turn = 0; turn < 10; turn += 1) await settled();
        // The world may be over by now.
        await store.write(changes, ours).catch(() => undefined);
      });
      return Promise.resolve(new Set<string>());
    },
    claim: afterwards((...what) => store.claim(...what)),
    load: afterwards((...what) => store.load(...what)),
    heldIn: afterwards((...what) => store.heldIn(...what)),
  }));
}
