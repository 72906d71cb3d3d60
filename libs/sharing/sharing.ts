import { Holding } from './holding.js';

/** Work that is shared out: what is done for a share, one worker does at a time. */
export interface SharedWork {
  /**
   * These shares are held from now on. Called whenever they change, one call after the other, the first time when the
   * work may begin.
   *
   * Resolves when nothing is being done any more for shares that were held before and are not now: only then may another
   * worker have them. It must not reject.
   */
  hold(holding: Holding): Promise<void>;
}

/** How the work of a ledger is shared out among its workers. */
export interface Sharing {
  /** Takes part, until it leaves. Resolves when the first shares are held, or it is known that others hold them all. */
  join(work: SharedWork): Promise<void>;
  /** Does no more, and lets the others have it. Said again, it changes nothing. */
  leave(): Promise<void>;
}

/** One worker that does everything: where nobody else can come to the same data. */
export class Alone implements Sharing {
  #work: SharedWork | undefined;

  async join(work: SharedWork): Promise<void> {
    this.#work = work;
    await work.hold(Holding.ALL);
  }

  async leave(): Promise<void> {
    const work = this.#work;
    this.#work = undefined;
    await work?.hold(Holding.NOTHING);
  }
}
