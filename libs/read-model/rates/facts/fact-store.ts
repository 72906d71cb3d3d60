import { type Kysely } from 'kysely';
import { ReadModelRefused } from '../../errors.js';
import { type ReadModel } from '../../read-model.js';
import { type Database } from '../../schema/database.js';
import { type RateRow } from '../rates.projection.js';
import { FactColumns, Names } from './fact-columns.js';
import { type WrittenFacts } from './written-facts.js';

const ROWS_A_PAGE = 5_000;

/** The facts of all commitments in memory, for one read model. The table is the truth, and this follows it. */
export class FactStore {
  names = new Names();
  columns = new FactColumns(this.names);
  #generation: number | undefined;
  /** Rows that changed up to here are in the columns. */
  #known = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** Does work for which the columns must stand still, after all that came before it. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn;
    return turn;
  }

  /**
   * Loads what is not loaded yet, giving way to other questions after each page. Rows may change meanwhile: whatever is
   * not of the snapshot that a question then reads, `follow` reads again.
   */
  async load({ db }: ReadModel): Promise<void> {
    const live = await liveOf(db);
    if (live && live.generation !== this.#generation) await this.#loadAll(db, live);
  }

  /**
   * Brings the columns to where a snapshot stands.
   * @throws ReadModelRefused `not-built`
   */
  async follow(trx: Kysely<Database>): Promise<void> {
    const live = await liveOf(trx);
    if (!live)
      throw new ReadModelRefused('not-built', 'the rates have not been built yet: catch up with the store first');
    if (live.generation !== this.#generation) await this.#loadAll(trx, live);
    // Another connection's snapshot may be older than what is known; then there is nothing to read.
    if (live.position <= this.#known) return;
    const rows = await trx
      .selectFrom('rates')
      .selectAll()
      .where('last_position', '>', this.#known)
      .orderBy('position')
      .execute();
    this.#put(rows);
    this.#known = live.position;
  }

  async #loadAll(db: Kysely<Database>, live: Live): Promise<void> {
    this.names = new Names();
    this.columns = new FactColumns(this.names);
    // Should reading fail, it is begun again.
    this.#generation = undefined;
    for (let after = 0; ;) {
      const page = await db
        .selectFrom('rates')
        .selectAll()
        .where('position', '>', after)
        .orderBy('position')
        .limit(ROWS_A_PAGE)
        .execute();
      if (page.length === 0) break;
      this.#put(page);
      after = page.at(-1)!.position;
    }
    this.#generation = live.generation;
    this.#known = live.position;
  }

  #put(rows: readonly RateRow[]): void {
    // One text of all: read in less time than each by itself.
    const written = JSON.parse(`[${rows.map(({ facts }) => facts).join(',')}]`) as WrittenFacts[];
    for (const [n, { position, last_position }] of rows.entries())
      this.columns.put(position, last_position, written[n]!);
  }
}

interface Live {
  generation: number;
  position: number;
}

function liveOf(db: Kysely<Database>): Promise<Live | undefined> {
  return db
    .selectFrom('projections')
    .select(['generation', 'position'])
    .where('projection', '=', 'rates')
    .where('state', '=', 'live')
    .executeTakeFirst();
}

const STORES = new WeakMap<ReadModel, FactStore>();

/** The facts of a read model. They go when it goes. */
export function factStoreOf(model: ReadModel): FactStore {
  let store = STORES.get(model);
  if (!store) STORES.set(model, (store = new FactStore()));
  return store;
}
