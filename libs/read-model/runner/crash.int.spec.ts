import { type EventStore } from '#kept/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CompiledQuery, Kysely } from 'kysely';
import { type PostgresServer, startPostgres } from '../../../test/support/postgres/server.js';
import { engineAt } from '../engine/open.js';
import { type Engine } from '../engine/engine.js';
import { SEED } from '../../../test/support/seed.js';
import { catchUp, openReadModel, ReadModelUnavailable } from '../index.js';
import { contentOf } from '../testing/content.fixture.js';
import { POSTGRES, postgresSchemas } from '../testing/databases.fixture.js';
import { intercepted } from '../testing/intercepted.fixture.js';
import { withLedger } from '../testing/ledger.fixture.js';
import { type RandomLog, randomLogs, record } from '../testing/random-log.fixture.js';
import { type Database } from '../schema/database.js';

const CRASHES = 12;
const TRIALS = 8;

/** When a server goes, counted in statements from the last time it did: before the statement is sent, or while it is answered. */
interface Crash {
  after: number;
  sent: boolean;
}

const crashes: fc.Arbitrary<Crash> = fc.record({ after: fc.integer({ min: 1, max: 90 }), sent: fc.boolean() });
const sampled = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number, seed = SEED): T[] =>
  fc.sample(arbitrary, { seed, numRuns });
const LOG: RandomLog = sampled(randomLogs, 40).sort((a, b) => b.length - a.length)[0]!;

/** How a runner moves its checkpoint. */
type Runner = (engine: Engine, place: string) => Engine;

const ours: Runner = (engine) => engine;

const movesCheckpoint = ({ sql }: CompiledQuery): boolean => sql.startsWith('update "projections" set "position"');

/** One that moves it on another connection: it stands, whatever becomes of the transaction. */
const early: Runner = (engine, place) =>
  intercepted(engine, async (query, execute) => {
    if (!movesCheckpoint(query)) return execute(query);
    const beside = new Kysely<Database>({ dialect: engineAt(place).dialect });
    try {
      return await beside.executeQuery(query);
    } finally {
      await beside.destroy();
    }
  });

/** One that moves it once the rows are there. */
const late: Runner = (engine) => {
  const waiting: CompiledQuery[] = [];
  return intercepted(engine, async (query, execute) => {
    if (movesCheckpoint(query)) {
      waiting.push(query);
      return { rows: [], numAffectedRows: 1n };
    }
    const result = await execute(query);
    if (query.sql === 'commit') for (const one of waiting.splice(0)) await execute(one);
    return result;
  });
};

/** What a read model comes to whose server is killed again and again while it is built. */
async function builtThrough(server: PostgresServer, runner: Runner, [...fates]: Crash[]): Promise<[string, string]> {
  let crashing: Promise<void> | undefined;
  let statements = 0;
  const crash = async (): Promise<void> => {
    fates.shift();
    await server.crash();
    await server.start();
    statements = 0;
    crashing = undefined;
  };
  const doomed = (engine: Engine): Engine =>
    intercepted(engine, async (query, execute) => {
      const [next] = fates;
      if (crashing !== undefined || !next) return execute(query);
      statements += 1;
      if (statements !== next.after) return execute(query);
      crashing = crash();
      if (!next.sent) await crashing;
      return execute(query);
    });
  return withLedger(async ({ store, model: whole, place }) => {
    await record(store, LOG);
    while (fates.length > 0) {
      await attempt(() => runner(doomed(engineAt(place)), place), store);
      await crashing;
    }
    await attempt(() => engineAt(place), store);
    return [await contentOf(whole), await inMemory(store)];
  }, postgresSchemas(server.url));
}

/** Catches up as far as it gets. */
async function attempt(engine: () => Engine, store: EventStore): Promise<void> {
  try {
    const model = await openReadModel(engine());
    try {
      await catchUp(model, store, { batchSize: 3 });
    } finally {
      await model.close();
    }
  } catch (error) {
    expect(error).toBeInstanceOf(ReadModelUnavailable);
  }
}

async function inMemory(store: EventStore): Promise<string> {
  const model = await openReadModel(':memory:');
  try {
    await catchUp(model, store);
    return await contentOf(model);
  } finally {
    await model.close();
  }
}

(POSTGRES ? describe : describe.skip)(`a runner whose server is killed (seed ${SEED})`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  it('loses nothing and stores nothing twice', async () => {
    const [is, should] = await builtThrough(server, ours, sampled(crashes, CRASHES));
    expect(is).toBe(should);
  }, 120_000);

  it.each([
    ['early', early],
    ['late', late],
  ])(
    'would be found out, if its checkpoint moved outside of the transaction: %s',
    async (_, runner) => {
      // Not every crash comes at the moment at which it matters.
      const found = async (trial: number): Promise<boolean> => {
        const [is, should] = await builtThrough(server, runner, sampled(crashes, CRASHES, trial));
        return is !== should || (trial < TRIALS && found(trial + 1));
      };
      expect(await found(1)).toBe(true);
    },
    240_000,
  );
});
