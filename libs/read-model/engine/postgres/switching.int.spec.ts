import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { catchUp, openReadModel, type ReadModel, rebuild } from '../../index.js';
import { ask } from '../../standpoint.js';
import { POSTGRES } from '../../testing/databases.fixture.js';
import { type TestLedger, withLedger } from '../../testing/ledger.fixture.js';
import { randomLogs, record } from '../../testing/random-log.fixture.js';
import { type Engine } from '../engine.js';
import { engineAt } from '../open.js';

const LOG = fc.sample(randomLogs, { seed: 7, numRuns: 40 }).sort((a, b) => b.length - a.length)[0]!;

/** Resolves when somebody waits for those who ask, or some work is done. */
async function waitingOr({ db }: ReadModel, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  void work.finally(() => over.abort());
  while (!over.signal.aborted) {
    const { rows } = await sql`select 1 from pg_locks where relation = 'projections'::regclass and not granted`.execute(
      db,
    );
    if (rows.length > 0) return;
    await wait(5);
  }
}

/** How many rates a question sees at its beginning, and after another generation was to go live meanwhile. */
async function seenAcross({ store, model, place }: TestLedger, hold: (engine: Engine) => Engine): Promise<number[]> {
  await record(store, LOG);
  await catchUp(model, store);
  const other = await openReadModel(hold(engineAt(place)));
  try {
    let switching: Promise<unknown> = Promise.resolve();
    const seen = await ask(model, async (trx) => {
      const [live] = await trx
        .selectFrom('projections')
        .select('generation')
        .where('projection', '=', 'rates')
        .execute();
      switching = rebuild(other, store);
      await waitingOr(other, switching);
      const { rows } = await sql<{ n: number }>`select count(*) as n from rates`.execute(trx);
      return [live!.generation, rows[0]!.n];
    });
    await switching;
    const after = await ask(model, (trx) =>
      trx.selectFrom('projections').select('generation').where('projection', '=', 'rates').execute(),
    );
    expect(after).toEqual([{ generation: 2 }]);
    return seen;
  } finally {
    await other.close();
  }
}

const PROMISES = new Set(LOG.flatMap(({ stream }) => (stream.startsWith('commitment-') ? [stream] : []))).size;

(POSTGRES ? describe : describe.skip)('a question to PostgreSQL', () => {
  it('sees one generation from its beginning to its end, though another one goes live', () =>
    withLedger(async (ledger) => {
      expect(await seenAcross(ledger, (engine) => engine)).toEqual([1, PROMISES]);
    }, POSTGRES));

  it('would see nothing of either, if nobody waited for it', () =>
    withLedger(async (ledger) => {
      const rash = (engine: Engine): Engine => ({ ...engine, holdQuestions: () => Promise.resolve() });
      expect(await seenAcross(ledger, rash)).toEqual([1, 0]);
    }, POSTGRES));
});
