import Libsql from 'libsql';
import { setTimeout as wait } from 'node:timers/promises';
import { Holding } from './holding.js';
import { type SharedWork, type Sharing } from './sharing.js';

/** Milliseconds between two tries to take over from whoever has the file. */
const TRY_EVERY = 1_000;

export interface FileSharingOptions {
  tryEvery?: number;
}

/**
 * Processes of one machine: one of them does everything, and the others stand by. Who does it holds a lock on a file,
 * which the operating system takes from a process that ends, however it ends.
 */
export class FileSharing implements Sharing {
  readonly #stopping = new AbortController();
  readonly #tryEvery: number;
  #work: SharedWork | undefined;
  #lock: Libsql.Database | undefined;
  #standingBy: Promise<void> | undefined;

  /** @param file is made where it is missing; there is nothing in it */
  constructor(
    private readonly file: string,
    { tryEvery = TRY_EVERY }: FileSharingOptions = {},
  ) {
    this.#tryEvery = tryEvery;
  }

  async join(work: SharedWork): Promise<void> {
    this.#work = work;
    if (await this.#take(work)) return;
    await work.hold(Holding.NOTHING);
    this.#standingBy = this.#standBy(work);
  }

  async leave(): Promise<void> {
    this.#stopping.abort();
    await this.#standingBy;
    const work = this.#work;
    this.#work = undefined;
    await work?.hold(Holding.NOTHING);
    this.#lock?.close();
    this.#lock = undefined;
  }

  async #standBy(work: SharedWork): Promise<void> {
    const { signal } = this.#stopping;
    do await wait(this.#tryEvery, undefined, { signal }).catch(() => undefined);
    while (!signal.aborted && !(await this.#take(work)));
  }

  async #take(work: SharedWork): Promise<boolean> {
    this.#lock = locked(this.file);
    if (this.#lock) await work.hold(Holding.ALL);
    return this.#lock !== undefined;
  }
}

/** A lock of SQLite is one that every file system it runs on keeps, and needs no other package. */
function locked(file: string): Libsql.Database | undefined {
  let database: Libsql.Database | undefined;
  try {
    database = new Libsql(file);
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return database;
  } catch {
    // Somebody else has it, or the disk does not let it be made: nothing could be recorded there either.
    database?.close();
    return undefined;
  }
}
