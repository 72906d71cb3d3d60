import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kysely, sql } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type PostgresServer, startPostgres } from '../../../../test/support/postgres/server.js';
import { catchUp, customersList, ReadModelUnavailable } from '../../index.js';
import { transact } from '../../runner/transact.js';
import { type Database } from '../../schema/database.js';
import { ask } from '../../standpoint.js';
import { POSTGRES, postgresSchemas } from '../../testing/databases.fixture.js';
import { type TestLedger, withLedger } from '../../testing/ledger.fixture.js';
import { postgresEngine } from './postgres.js';

/** Resolves when some statement runs. */
async function running({ model }: TestLedger, text: string): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select 1 from pg_stat_activity where state = 'active' and query like ${text} and pid <> pg_backend_pid()
    `.execute(model.db);
    if (rows.length > 0) return;
    await wait(5);
  }
}

(POSTGRES ? describe : describe.skip)('a read model whose PostgreSQL goes away', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  /** A read model that is built. */
  const built = (work: (ledger: TestLedger) => Promise<void>): Promise<void> =>
    withLedger(async (ledger) => {
      await catchUp(ledger.model, ledger.store);
      await work(ledger);
    }, postgresSchemas(server.url));

  it('ends what is under way with an error of its own, and answers when it is back', () =>
    built(async (ledger) => {
      const { model } = ledger;
      const asking = ask(model, (trx) => sql`select pg_sleep(600)`.execute(trx));
      const ended = expect(asking).rejects.toBeInstanceOf(ReadModelUnavailable);
      await running(ledger, '%pg_sleep(600)%');
      await server.crash();
      await ended;
      await expect(customersList(model, { limit: 1 })).rejects.toThrow(
        /^127\.0\.0\.1:\d+\/postgres cannot be reached: /,
      );
      await server.start();
      expect((await customersList(model, { limit: 1 })).rows).toEqual([]);
    }));

  it('replaces the connections that it has lost while they were idle', () =>
    built(async ({ model }) => {
      const questions = (): Promise<unknown>[] => Array.from({ length: 10 }, () => customersList(model, { limit: 1 }));
      await Promise.all(questions());
      await server.crash();
      await server.start();
      await Promise.all(questions());
    }));

  it('waits with what it was to write until the server is back, and writes it once', () =>
    built(async ({ model }) => {
      let attempts = 0;
      await server.crash();
      const writing = transact(model, async (trx) => {
        attempts += 1;
        await trx
          .updateTable('projections')
          .set(({ eb }) => ({ version: eb('version', '+', 1) }))
          .execute();
      });
      await server.start();
      await writing;
      expect(attempts).toBe(1);
    }));

  it('takes its turn where somebody holds on to theirs, and is told when that is too long', () =>
    built(async (ledger) => {
      const { model, place } = ledger;
      const impatient = new Kysely<Database>({
        dialect: postgresEngine(place.replace('search_path', 'lock_timeout%3D20%20-c%20search_path')).dialect,
      });
      await transact(model, async () => {
        const error: unknown = await impatient
          .transaction()
          .execute(() => Promise.resolve())
          .catch((failure: unknown) => failure);
        expect(postgresEngine(place).isBusy(error)).toBe(true);
      });
      // The connection that had to give up is as good as new.
      await impatient.transaction().execute((trx) => trx.selectFrom('projections').selectAll().execute());
      await impatient.destroy();
    }));

  it('gives up a connection that was led to a server which takes no writes', () =>
    built(async ({ place }) => {
      const standby = new Kysely<Database>({
        dialect: postgresEngine(place.replace('search_path', 'default_transaction_read_only%3Don%20-c%20search_path'))
          .dialect,
      });
      const writing = standby.transaction().execute((trx) => trx.deleteFrom('parked').execute());
      await expect(writing).rejects.toBeInstanceOf(ReadModelUnavailable);
      await standby.destroy();
    }));

  it('tells nobody how it connects', async () => {
    const engine = postgresEngine('postgres://kept:s3cret@127.0.0.1:1/ledger?options=-c%20search_path%3Dx');
    const db = new Kysely<Database>({ dialect: engine.dialect });
    const error: unknown = await db
      .selectFrom('projections')
      .selectAll()
      .execute()
      .catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ReadModelUnavailable);
    for (const shown of [error, engine, db]) expect(inspect(shown, { depth: 20 })).not.toContain('s3cret');
    expect(engine.place).toBe('127.0.0.1:1/ledger');
    await db.destroy();
  });
});
