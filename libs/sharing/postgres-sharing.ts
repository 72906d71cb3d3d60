import { openSession, type Session } from '#kept/postgres';
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Holding, SHARES } from './holding.js';
import { type SharedWork, type Sharing } from './sharing.js';

export interface PostgresSharingParts {
  /** Of the database in which the workers meet: `postgres://…` */
  url: string;
  /** Identity of the event store: the workers of another ledger in the same database are not ours. */
  ledger: string;
  /** Told that the database cannot be reached; it is tried again. Nothing is done meanwhile. */
  failed: (error: unknown) => void;
  /** Milliseconds between two looks at what others have. */
  lookEvery?: number;
  /**
   * Milliseconds after which the server ends the session of a worker that stands still, and gives its shares to others
   * (PostgreSQL 14 and newer). It must be several looks.
   */
  stillAfter?: number;
}

const LOOK_EVERY = 1_000;
const STILL_AFTER = 15_000;

/** Beside the locks of the shares, one that all workers of a ledger hold together: by it they are counted. */
const PRESENT = SHARES;

/** One of the numbers that locks are known by in the whole database; the share is the other one. */
export const lockClassOf = (ledger: string): number =>
  createHash('sha256').update(`shares of ${ledger}`).digest().readUInt32BE() >>> 1;

const JOIN = `select pg_try_advisory_lock_shared($1, ${PRESENT})`;
const WORKERS = `select count(*)::int as workers from pg_locks
  where locktype = 'advisory' and classid = $1 and objid = ${PRESENT} and objsubid = 2 and granted
    and database = (select oid from pg_database where datname = current_database())`;
const TAKE = 'select share from unnest($2::int[]) as share where pg_try_advisory_lock($1, share)';
const GIVE = 'select pg_advisory_unlock($1, share) from unnest($2::int[]) as share';
/** Older servers do not know it. */
const END_IF_STILL = `select set_config(name, $1, false) from pg_settings where name = 'idle_session_timeout'`;

/**
 * Workers that meet in a PostgreSQL database. Each share is a lock of a session there: the server gives it to one worker
 * at a time, and takes it from one that ends, is cut off, or stands still. Everybody takes as many as there are for each,
 * and gives up what is more than that, so that the shares move when workers come and go.
 */
export class PostgresSharing implements Sharing {
  readonly #parts: Required<PostgresSharingParts>;
  readonly #class: number;
  readonly #stopping = new AbortController();
  #work: SharedWork | undefined;
  #session: Session | undefined;
  #held: ReadonlySet<number> = new Set();
  /** What the work is told, one after the other. */
  #told: Promise<void> = Promise.resolve();
  #running: Promise<void> | undefined;

  constructor(parts: PostgresSharingParts) {
    this.#parts = { lookEvery: LOOK_EVERY, stillAfter: STILL_AFTER, ...parts };
    this.#class = lockClassOf(parts.ledger);
  }

  async join(work: SharedWork): Promise<void> {
    this.#work = work;
    await this.#look();
    if (this.#held.size === 0) await this.#tell();
    this.#running = this.#run();
  }

  async leave(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#held = new Set();
    if (this.#work) await this.#tell();
    this.#work = undefined;
    await this.#session?.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await wait(this.#parts.lookEvery, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#look();
    }
  }

  async #look(): Promise<void> {
    try {
      const session = (this.#session ??= await this.#join());
      const [row] = await session.query<{ workers: number }>(WORKERS, [this.#class]);
      const fair = Math.ceil(SHARES / Math.max(1, row!.workers));
      if (this.#held.size > fair) await this.#give(session, [...this.#held].slice(fair));
      else if (this.#held.size < fair) await this.#take(session, fair - this.#held.size);
    } catch (error) {
      this.#parts.failed(error);
    }
  }

  async #join(): Promise<Session> {
    const { url, stillAfter } = this.#parts;
    const session: Session = await openSession(url, { lost: () => this.#lose(session) });
    await session.query(END_IF_STILL, [String(stillAfter)]);
    await session.query(JOIN, [this.#class]);
    return session;
  }

  /** Whatever was held, others may have now. */
  #lose(session: Session): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#held = new Set();
    void this.#tell();
  }

  /** First nothing is done for them any more, then others may have them. */
  async #give(session: Session, surplus: readonly number[]): Promise<void> {
    this.#held = new Set([...this.#held].filter((share) => !surplus.includes(share)));
    await this.#tell();
    await session.query(GIVE, [this.#class, surplus]);
  }

  async #take(session: Session, wanted: number): Promise<void> {
    const taken: number[] = [];
    const free = shuffled([...Holding.ALL].filter((share) => !this.#held.has(share)));
    // Never more than are wanted, not even for a moment: others look for theirs at the same time.
    while (taken.length < wanted && free.length > 0) {
      const tried = free.splice(0, wanted - taken.length);
      const rows = await session.query<{ share: number }>(TAKE, [this.#class, tried]);
      taken.push(...rows.map(({ share }) => share));
    }
    if (taken.length === 0 || this.#session !== session) return;
    this.#held = new Set([...this.#held, ...taken]);
    await this.#tell();
  }

  #tell(): Promise<void> {
    const [work, holding] = [this.#work, new Holding(this.#held)];
    this.#told = this.#told.then(() => work?.hold(holding));
    return this.#told;
  }
}

/** Workers that look in the same order meet at every lock. */
function shuffled(shares: number[]): number[] {
  for (let last = shares.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [shares[last], shares[other]] = [shares[other]!, shares[last]!];
  }
  return shares;
}
