import { type Clock } from '../clock.js';
import { Gathered } from './changes.js';
import { type JournalStore } from './journal-store.js';
import { type EndpointRow } from './schema.js';

/** Milliseconds that a change waits for others at most, and how many need not wait for more. */
const PATIENCE = 100;
const ENOUGH = 500;
/** So many changes that cannot be written, and nothing more is sent: what is not written would be sent again. */
const TOO_MANY = 5_000;
const FIRST_RETRY = 100;
const LONGEST_RETRY = 10_000;

/** How an endpoint stands at this moment; asked when a transaction is put together. */
export type Standing = () => EndpointRow;

export interface JournalParts {
  store: JournalStore;
  clock: Clock;
  /** Told that nothing could be written; it is tried again. */
  failed: (error: unknown) => void;
  /** Told that something was written after nothing could be. */
  recovered: () => void;
}

/**
 * Gathers what happens, and writes it together: what changed within a tenth of a second is one transaction. Whatever is
 * said in one turn is written in one transaction, and with it where each endpoint stood at that very turn.
 */
export class Journal {
  #gathered = new Gathered();
  /** Endpoints that have moved, and how to ask where they stand. */
  #moved = new Map<string, Standing>();
  #cancel: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  #retry = 0;

  constructor(private readonly parts: JournalParts) {}

  get store(): JournalStore {
    return this.parts.store;
  }

  /** What has happened in this turn. */
  change(subscription: string, standing: Standing, what?: (changes: Gathered) => void): void {
    what?.(this.#gathered);
    this.#moved.set(subscription, standing);
    if (this.#retry > 0 || this.#writing) return;
    if (this.#gathered.size >= ENOUGH) void this.flush();
    else this.#cancel ??= this.parts.clock.after(PATIENCE, () => void this.flush());
  }

  drop(subscription: string): void {
    this.#gathered.drop(subscription);
    this.#moved.delete(subscription);
    this.#cancel ??= this.parts.clock.after(PATIENCE, () => void this.flush());
  }

  /** Whether so much is waiting to be written that nothing should be added. */
  get isFull(): boolean {
    return this.#gathered.size >= TOO_MANY;
  }

  /** Resolves when everything that was said before is written, or could not be. @returns whether it is */
  async flush(): Promise<boolean> {
    // What is being written began before: what was said since comes after it.
    await this.#writing;
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#gathered.size === 0 && this.#moved.size === 0) return true;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
    await this.#writing;
    return this.#retry === 0;
  }

  async #write(): Promise<void> {
    const taken = this.#gathered;
    const moved = this.#moved;
    taken.endpoints = [...moved.values()].map((standing) => standing());
    this.#gathered = new Gathered();
    this.#moved = new Map();
    try {
      await this.parts.store.write(taken);
      if (this.#retry > 0) this.parts.recovered();
      this.#retry = 0;
    } catch (error) {
      this.#putBack(taken, moved);
      this.parts.failed(error);
      this.#retry = Math.min(LONGEST_RETRY, this.#retry * 2 || FIRST_RETRY);
    }
    if (this.#retry > 0 || this.#gathered.size > 0 || this.#moved.size > 0)
      this.#cancel ??= this.parts.clock.after(this.#retry || PATIENCE, () => void this.flush());
  }

  #putBack(taken: Gathered, moved: ReadonlyMap<string, Standing>): void {
    this.#gathered.after(taken);
    for (const [subscription, standing] of moved)
      if (!this.#moved.has(subscription) && !this.#gathered.dropped.has(subscription))
        this.#moved.set(subscription, standing);
  }
}
