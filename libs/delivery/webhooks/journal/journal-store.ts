import { type Position } from '#kept/event-store';
import { Kysely, type Transaction } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { begin } from './begin.js';
import { type Changes, touchedBy } from './changes.js';
import { claim, type Claim, lostOf } from './claims.js';
import { type JournalDatabase } from './database/database.js';
import { databaseAt } from './database/open.js';
import { type AttemptRow, type DeadRow, type EndpointRow, type HeldRow, read, type Tables } from './schema.js';
import { Statements } from './statements.js';

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

/** The journal as it is stored: which deliveries are made, and which are yet to be. */
export class JournalStore {
  readonly db: Kysely<Tables>;
  readonly #database: JournalDatabase;
  readonly #statements: Statements;

  private constructor(database: JournalDatabase) {
    this.#database = database;
    this.#statements = new Statements(database.schema);
    const db = new Kysely<Tables>({ dialect: database.dialect });
    this.db = database.schema === undefined ? db : db.withSchema(database.schema);
  }

  /**
   * Opens a journal, and begins one where there is none.
   * @param place `postgres://…`, `sqlite:FILE`, a path, or a database
   * @param store identity of the event store whose positions are kept
   * @throws JournalRefused, JournalUnavailable
   */
  static async open(place: string | JournalDatabase, store: string): Promise<JournalStore> {
    const database = typeof place === 'string' ? databaseAt(place) : place;
    const journal = new JournalStore(database);
    try {
      await journal.#transact((trx) => begin(trx, database, store));
    } catch (error) {
      await journal.close();
      throw error;
    }
    return journal;
  }

  close(): Promise<void> {
    return this.db.destroy();
  }

  /** Makes an endpoint a worker's, and begins its journal where there is none. */
  claim(subscription: string, holder: string, openedAt: Position): Promise<Claim> {
    return this.#transact((trx) => claim(trx, { subscription, holder, openedAt }));
  }

  /** Whether an endpoint is a worker's still. */
  async isHeldBy(subscription: string, ours: Claim): Promise<boolean> {
    const { db } = this;
    return (await lostOf(db, { locksRows: false }, [subscription], new Map([[subscription, ours]]))).size === 0;
  }

  /**
   * Writes everything, or nothing: the cursor never moves without what it has passed. Nothing is written of endpoints
   * that are somebody else's by now: a worker may have lost its share without noticing, and what it knows is old.
   * @param claims the worker's
   * @returns the endpoints that are not
   */
  write(changes: Changes, claims: ReadonlyMap<string, Claim>): Promise<ReadonlySet<string>> {
    return this.#transact(async (trx) => {
      const lost = await lostOf(trx, this.#database, touchedBy(changes), claims);
      const isOurs = ({ subscription }: { subscription: string }): boolean => !lost.has(subscription);
      const attempts = changes.attempts.filter(isOurs);
      // A subscription that has ended never begins again: of that, nobody's knowledge is old.
      for (const subscription of changes.dropped) await drop(trx, subscription);
      for (const table of ['held', 'gaps', 'dead'] as const) {
        const all = [...changes[table].values()].filter(({ key }) => isOurs(key));
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
      await this.#statements.upsert(trx, 'endpoints', changes.endpoints.filter(isOurs));
      await forgetOldAttempts(trx, attempts);
      return lost;
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
    const last = await db
      .selectNoFrom((eb) => [
        eb
          .selectFrom('held')
          .select((one) => one.fn.max('seq').as('seq'))
          .where('subscription', '=', subscription)
          .as('held'),
        eb
          .selectFrom('attempts')
          .select((one) => one.fn.max('seq').as('seq'))
          .where('subscription', '=', subscription)
          .as('attempts'),
        eb
          .selectFrom('dead')
          .select((one) => one.fn.max('position').as('position'))
          .where('subscription', '=', subscription)
          .as('dead'),
      ])
      .executeTakeFirstOrThrow();
    return {
      endpoint: await endpoints.executeTakeFirst(),
      lanes: (await lanes.execute()).map(({ lane, held }) => ({ lane, held: Number(held) })),
      gaps: await gaps.execute(),
      heldSeq: last.held ?? 0,
      attemptSeq: last.attempts ?? 0,
      lastDead: last.dead ?? undefined,
    };
  }

  /** Where the cursor is that has come furthest. */
  async furthest(): Promise<Position | undefined> {
    const { cursor } = await this.db
      .selectFrom('endpoints')
      .select((eb) => eb.fn.max('cursor').as('cursor'))
      .executeTakeFirstOrThrow();
    // Of no rows it is null, whatever the types say.
    return (cursor as string | null) === null ? undefined : read(cursor);
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

  async #transact<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    for (let left = TRIES; ; left -= 1) {
      try {
        return await this.db.transaction().execute(work);
      } catch (error) {
        if (!this.#database.isBusy(error) || left === 0) throw error;
        await wait(PAUSE);
      }
    }
  }
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
