import { isBusy, openSqlite } from '#kept/sqlite';
import { type Dialect, Kysely, sql, type Transaction } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { type Changes } from './changes.js';
import {
  type AttemptRow,
  createTables,
  type DeadRow,
  type EndpointRow,
  type HeldRow,
  type Tables,
  VERSION,
} from './schema.js';
import { Statements } from './statements.js';

/** The journal was written by something that this program does not know how to go on from. */
export class JournalRefused extends Error {
  constructor(
    readonly reason: 'another-version' | 'another-store',
    message: string,
  ) {
    super(message);
    this.name = 'JournalRefused';
  }
}

/** What is to be known of an endpoint to go on with it. */
export interface Saved {
  endpoint: EndpointRow | undefined;
  /** The lanes in which something is held: how much, and the first of it. */
  lanes: { lane: string; held: number }[];
  gaps: { lane: string; missing: number }[];
  /** The highest that were used. */
  heldSeq: number;
  attemptSeq: number;
  /** The last that was given up. */
  lastDead: string | undefined;
}

/** Attempts to an endpoint that stay readable. */
const ATTEMPTS_KEPT = 2_000;
const FORGOTTEN_AT_A_TIME = 100;
/** Milliseconds between two tries where another process is in the way, and how many there are. */
const PAUSE = 5;
const TRIES = 1_000;

/** The journal on its disk: which deliveries are made, and which are yet to be. */
export class JournalStore {
  readonly #statements = new Statements();

  private constructor(readonly db: Kysely<Tables>) {}

  /**
   * Opens a journal, and begins one where there is none.
   * @param place a SQLite file, or the dialect of another database
   * @param store identity of the event store whose positions are kept
   * @throws JournalRefused
   */
  static async open(place: string | Dialect, store: string): Promise<JournalStore> {
    const journal = new JournalStore(new Kysely({ dialect: typeof place === 'string' ? openSqlite(place) : place }));
    try {
      await journal.#transact((trx) => begin(trx, store));
    } catch (error) {
      await journal.close();
      throw error;
    }
    return journal;
  }

  close(): Promise<void> {
    return this.db.destroy();
  }

  /** Writes everything, or nothing: the cursor never moves without what it has passed. */
  async write({ dropped, held, gaps, dead, attempts, endpoints }: Changes): Promise<void> {
    await this.#transact(async (trx) => {
      for (const subscription of dropped) await drop(trx, subscription);
      for (const [table, changes] of [
        ['held', held],
        ['gaps', gaps],
        ['dead', dead],
      ] as const) {
        const all = [...changes.values()];
        await this.#statements.remove(
          trx,
          table,
          all.flatMap(({ row, key }) => (row ? [] : [key])),
        );
        await this.#statements.upsert(
          trx,
          table,
          all.flatMap(({ row }) => row ?? []),
        );
      }
      await this.#statements.upsert(trx, 'attempts', attempts);
      await this.#statements.upsert(trx, 'endpoints', endpoints);
      await forgetOldAttempts(trx, attempts);
    });
  }

  async load(subscription: string): Promise<Saved> {
    const { db } = this;
    const endpoints = db.selectFrom('endpoints').selectAll().where('subscription', '=', subscription);
    const lanes = db
      .selectFrom('held')
      .select((eb) => ['lane', eb.fn.countAll<number | string>().as('held'), eb.fn.min('seq').as('first')])
      .where('subscription', '=', subscription)
      .groupBy('lane')
      .orderBy('first');
    const gaps = db.selectFrom('gaps').select(['lane', 'missing']).where('subscription', '=', subscription);
    const { rows } = await sql<{ held: number | string; attempts: number | string; dead: string | null }>`select
      (select coalesce(max(seq), 0) from held where subscription = ${subscription}) as held,
      (select coalesce(max(seq), 0) from attempts where subscription = ${subscription}) as attempts,
      (select max(position) from dead where subscription = ${subscription}) as dead`.execute(db);
    const last = rows[0]!;
    return {
      endpoint: await endpoints.executeTakeFirst(),
      lanes: (await lanes.execute()).map(({ lane, held }) => ({ lane, held: Number(held) })),
      gaps: await gaps.execute(),
      heldSeq: Number(last.held),
      attemptSeq: Number(last.attempts),
      lastDead: last.dead ?? undefined,
    };
  }

  /** The endpoints that anything is written of. */
  async known(): Promise<string[]> {
    const rows = await this.db.selectFrom('endpoints').select('subscription').execute();
    return rows.map(({ subscription }) => subscription);
  }

  /** What is held in a lane after a place in it, in order. */
  async heldIn(subscription: string, lane: string, after: number, limit: number): Promise<HeldRow[]> {
    return this.db
      .selectFrom('held')
      .selectAll()
      .where('subscription', '=', subscription)
      .where('lane', '=', lane)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute();
  }

  /** What was given up at or after an instant, and has not been delivered since, in the order of the log. */
  async deadSince(subscription: string, since: number): Promise<DeadRow[]> {
    return this.db
      .selectFrom('dead')
      .selectAll()
      .where('subscription', '=', subscription)
      .where('gave_up_at', '>=', since)
      .orderBy('position')
      .execute();
  }

  async #transact(work: (trx: Transaction<Tables>) => Promise<void>): Promise<void> {
    for (let left = TRIES; ; left -= 1) {
      try {
        await this.db.transaction().execute(work);
        return;
      } catch (error) {
        if (!isBusy(error) || left === 0) throw error;
        await wait(PAUSE);
      }
    }
  }
}

async function begin(db: Kysely<Tables>, store: string): Promise<void> {
  await db.schema
    .createTable('journal')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('store', 'text', (column) => column.notNull())
    .execute();
  const journal = await db.selectFrom('journal').selectAll().executeTakeFirst();
  if (!journal) {
    await db.insertInto('journal').values({ version: VERSION, store }).execute();
    await createTables(db);
    return;
  }
  if (journal.version !== VERSION)
    throw new JournalRefused(
      'another-version',
      `the journal of deliveries has the form ${journal.version}, and this program knows ${VERSION}; ` +
        'start the program that wrote it, or a newer one',
    );
  if (journal.store !== store)
    throw new JournalRefused(
      'another-store',
      `the journal of deliveries belongs to the event store ${journal.store}, and this one is ${store}; ` +
        'put back the journal of this store, or remove it: then every endpoint hears again what it has heard',
    );
}

async function drop(db: Kysely<Tables>, subscription: string): Promise<void> {
  for (const table of ['endpoints', 'held', 'gaps', 'dead', 'attempts'] as const)
    await db.deleteFrom(table).where('subscription', '=', subscription).execute();
}

/** Now and then, not with every attempt: each time it is a statement for each endpoint. */
async function forgetOldAttempts(db: Kysely<Tables>, attempts: readonly AttemptRow[]): Promise<void> {
  const due = new Map<string, number>();
  for (const { subscription, seq } of attempts)
    if (seq % FORGOTTEN_AT_A_TIME === 0 && seq > ATTEMPTS_KEPT) due.set(subscription, seq - ATTEMPTS_KEPT);
  for (const [subscription, last] of due)
    await db.deleteFrom('attempts').where('subscription', '=', subscription).where('seq', '<=', last).execute();
}
