import { type Position } from '#kept/event-store';
import { randomUUID } from 'node:crypto';
import { type Clock } from '../clock.js';
import { Gathered } from './changes.js';
import { type Claim } from './claims.js';
import { ClaimLost } from './errors.js';
import { type JournalStore } from './journal-store.js';
import { type EndpointRow, type HeldRow } from './schema.js';

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
  /** Told of an endpoint that is another worker's by now: nothing more is written of it. */
  lost: (subscription: string) => void;
}

/**
 * Gathers what happens, and writes it together: what changed within a tenth of a second is one transaction. Whatever is
 * said in one turn is written in one transaction, and with it where each endpoint stood at that very turn. It writes of
 * endpoints that it has claimed, for as long as nobody else has.
 */
export class Journal {
  /** One run of one worker: no other has this id. */
  readonly #holder = randomUUID();
  readonly #claims = new Map<string, Claim>();
  #gathered = new Gathered();
  /** Endpoints that have moved, and how to ask where they stand. */
  #moved = new Map<string, Standing>();
  /** Those that are being written of. */
  #written: ReadonlyMap<string, Standing> = new Map();
  #cancel: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  #retry = 0;

  constructor(private readonly parts: JournalParts) {}

  get store(): JournalStore {
    return this.parts.store;
  }

  /** Those that are this worker's. */
  get claims(): ReadonlyMap<string, Claim> {
    return this.#claims;
  }

  /**
   * Makes an endpoint this worker's, whoever had it, unless it is already. Nothing is at work for it here meanwhile.
   * @returns whether it is: one that somebody else has claimed since then is not taken back at once
   */
  async claim(subscription: string, openedAt: Position): Promise<boolean> {
    // What was said of it here comes before: afterwards it would be said of another state.
    const isUnwritten = this.#moved.has(subscription) || this.#written.has(subscription);
    if (isUnwritten && !(await this.flush())) throw new Error('the journal of deliveries cannot be written');
    if (this.#claims.has(subscription)) return this.isOurs(subscription);
    this.#claims.set(subscription, await this.store.claim(subscription, this.#holder, openedAt));
    return true;
  }

  /** Whether an endpoint is this worker's still. Where it is not, that is told. */
  async isOurs(subscription: string): Promise<boolean> {
    const claim = this.#claims.get(subscription);
    const isOurs = claim !== undefined && (await this.store.isHeldBy(subscription, claim));
    if (!isOurs && claim && this.#claims.get(subscription) === claim) this.#lose(subscription);
    return isOurs;
  }

  /**
   * What is held in a lane after a place in it, in order, when everything that was said is written.
   * @throws ClaimLost: another worker numbers them otherwise
   */
  async heldIn(subscription: string, lane: string, after: number, limit: number): Promise<HeldRow[]> {
    if (!(await this.flush())) throw new Error('the journal of deliveries cannot be written');
    const rows = await this.store.heldIn(subscription, lane, after, limit);
    if (!(await this.isOurs(subscription))) throw new ClaimLost(subscription);
    return rows;
  }

  /** Writes what there is to be said of these, and then says nothing more: others may have them. */
  async leave(subscriptions: readonly string[]): Promise<void> {
    await this.flush();
    // What could not be written is done again by whoever has them next.
    for (const subscription of subscriptions) this.#forget(subscription);
  }

  /** What has happened in this turn. */
  change(subscription: string, standing: Standing, what?: (changes: Gathered) => void): void {
    if (!this.#claims.has(subscription)) return;
    what?.(this.#gathered);
    this.#moved.set(subscription, standing);
    if (this.#retry > 0 || this.#writing) return;
    if (this.#gathered.size >= ENOUGH) void this.flush();
    else this.#cancel ??= this.parts.clock.after(PATIENCE, () => void this.flush());
  }

  drop(subscription: string): void {
    this.#forget(subscription);
    this.#gathered.drop(subscription);
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
      this.#written = moved;
      for (const subscription of await this.parts.store.write(taken, this.#claims)) this.#lose(subscription);
      if (this.#retry > 0) this.parts.recovered();
      this.#retry = 0;
    } catch (error) {
      this.#putBack(taken, moved);
      this.parts.failed(error);
      this.#retry = Math.min(LONGEST_RETRY, this.#retry * 2 || FIRST_RETRY);
    }
    this.#written = new Map();
    if (this.#retry > 0 || this.#gathered.size > 0 || this.#moved.size > 0)
      this.#cancel ??= this.parts.clock.after(this.#retry || PATIENCE, () => void this.flush());
  }

  #putBack(taken: Gathered, moved: ReadonlyMap<string, Standing>): void {
    const { dropped } = this.#gathered;
    this.#gathered.after(taken);
    for (const [subscription, standing] of moved)
      if (dropped.has(subscription) || this.#moved.has(subscription)) continue;
      else if (this.#claims.has(subscription)) this.#moved.set(subscription, standing);
      else this.#gathered.forget(subscription);
  }

  #lose(subscription: string): void {
    const wasOurs = this.#claims.has(subscription);
    this.#forget(subscription);
    if (wasOurs) this.parts.lost(subscription);
  }

  #forget(subscription: string): void {
    this.#claims.delete(subscription);
    this.#moved.delete(subscription);
    this.#gathered.forget(subscription);
  }
}
