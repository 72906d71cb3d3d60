import { type FeedReader } from '../../feed/feed-reader.js';
import { type Clock } from '../clock.js';
import { Journal } from '../journal/journal.js';
import { type JournalStore } from '../journal/journal-store.js';
import { type Endpoint, type Endpoints } from '../ports.js';
import { type Sender } from '../sending/sender.js';
import { Bodies } from './bodies.js';
import { Pump } from './pump.js';
import { beginReplays, isAskedFor } from './replays.js';

export interface EngineParts {
  /** Of the event store: the deliveries say that it is theirs. */
  identity: string;
  endpoints: Endpoints;
  feed: FeedReader;
  sender: Sender;
  journal: JournalStore;
  clock: Clock;
  /** From 0 up to, and not including, 1: spreads what is tried again. */
  random: () => number;
  /** Told of what could not be done now and is tried again: the log cannot be read, the journal not be written. */
  failed: (error: unknown) => void;
}

/** Milliseconds until an endpoint is looked at again whose stream could not be read. */
const LOOKED_AGAIN_AFTER = 1_000;

/** What runs for an endpoint, and for which terms it was started. */
interface Running {
  pump: Pump;
  terms: string;
  replayed: number;
}

/**
 * Delivers to all endpoints, each on its own. There is one engine to a journal. It is told when a subscription has
 * changed, and reads everything else itself.
 */
export class WebhookEngine {
  readonly #parts: EngineParts;
  readonly #journal: Journal;
  readonly #bodies: Bodies;
  readonly #running = new Map<string, Running>();
  /** Of every subscription that is not ended, whether it runs or not. */
  readonly #owners = new Map<string, string>();
  /** What is done to an endpoint is done one after the other. */
  readonly #turns = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor(parts: EngineParts) {
    const { journal: store, clock, failed } = parts;
    const recovered = (): void => {
      for (const { pump } of this.#running.values()) pump.work();
    };
    this.#parts = parts;
    this.#bodies = new Bodies(parts.identity);
    this.#journal = new Journal({ store, clock, failed, recovered });
  }

  /** Goes on with every subscription where the journal says. */
  async start(): Promise<void> {
    const endpoints = await this.#parts.endpoints.all();
    const live = new Set(endpoints.map(({ subscription }) => subscription));
    const ended = (await this.#parts.journal.known()).filter((subscription) => !live.has(subscription));
    for (const subscription of ended) this.#journal.drop(subscription);
    await Promise.all(endpoints.map((endpoint) => this.#inTurn(endpoint.subscription, () => this.#take(endpoint))));
  }

  /** A subscription has changed: an entry was recorded in its stream. Resolves when that is taken in. */
  changed(subscription: string): Promise<void> {
    return this.#inTurn(subscription, () => this.#look(subscription));
  }

  /** What somebody may see has changed: their keys were narrowed, or revoked. */
  async ownerChanged(owner: string): Promise<void> {
    const theirs = [...this.#owners].filter(([, one]) => one === owner);
    await Promise.all(theirs.map(([subscription]) => this.changed(subscription)));
  }

  /** Looks at every subscription again: what its owner may see changes with the time, too. */
  async lookAtAll(): Promise<void> {
    for (const subscription of [...this.#owners.keys()]) await this.changed(subscription);
  }

  /** Ends with the requests under way, which are cut off after a while. What came of them is written. */
  async stop(patience = 2_000): Promise<void> {
    this.#isStopped = true;
    const cut = new Promise<'late'>((resolve) => this.#parts.clock.after(patience, () => resolve('late')));
    const pumps = [...this.#running.values()].map(({ pump }) => pump);
    const all = Promise.all(pumps.map((pump) => pump.stop({ abort: false })));
    if ((await Promise.race([all, cut])) === 'late') await Promise.all(pumps.map((pump) => pump.stop({ abort: true })));
    await Promise.all(this.#turns.values());
    await this.#journal.flush();
  }

  async #inTurn(subscription: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(subscription) ?? Promise.resolve()).then(async () => {
      if (this.#isStopped) return;
      try {
        await work();
      } catch (error) {
        this.#parts.failed(error);
        this.#parts.clock.after(LOOKED_AGAIN_AFTER, () => void this.changed(subscription));
      }
    });
    this.#turns.set(subscription, turn);
    await turn;
    if (this.#turns.get(subscription) === turn) this.#turns.delete(subscription);
  }

  async #look(subscription: string): Promise<void> {
    const endpoint = await this.#parts.endpoints.one(subscription);
    if (endpoint) await this.#take(endpoint);
    else await this.#drop(subscription);
  }

  async #take(endpoint: Endpoint): Promise<void> {
    const { subscription, state } = endpoint;
    const running = this.#running.get(subscription);
    if (state === 'ended') return this.#drop(subscription);
    this.#owners.set(subscription, endpoint.owner);
    if (state !== 'active') return this.#halt(subscription, { abort: false });
    const isSame = running && !running.pump.isDisabled && running.terms === termsOf(endpoint);
    if (isSame && !isAskedFor(endpoint, running.replayed)) {
      running.pump.see(endpoint);
      return;
    }
    await this.#halt(subscription, { abort: true });
    await this.#begin(endpoint);
  }

  async #begin(endpoint: Endpoint): Promise<void> {
    const { journal: store, feed } = this.#parts;
    const { subscription } = endpoint;
    const known = await store.load(subscription);
    const saved = await beginReplays({ endpoint, store, feed }, known);
    if (this.#isStopped) return;
    const { sender, clock, random, failed, endpoints } = this.#parts;
    const report: Endpoints['report'] = (...what) => endpoints.report(...what);
    const pump = new Pump({
      ...{ endpoint, bodies: this.#bodies, saved, feed, sender, journal: this.#journal, clock, random, report, failed },
    });
    const replayed = saved.endpoint?.replayed ?? -1;
    this.#running.set(subscription, { pump, terms: termsOf(endpoint), replayed });
    await pump.start();
  }

  /** Nothing is sent from now on; what came of what was under way is written. */
  async #halt(subscription: string, how: { abort: boolean }): Promise<void> {
    const running = this.#running.get(subscription);
    if (!running) return;
    this.#running.delete(subscription);
    await running.pump.stop(how);
    await this.#journal.flush();
  }

  async #drop(subscription: string): Promise<void> {
    this.#owners.delete(subscription);
    await this.#halt(subscription, { abort: true });
    this.#journal.drop(subscription);
    this.#parts.sender.forget(subscription);
  }
}

/** Who of these changes begins anew: another place, another question, another way to say it. */
const termsOf = ({ url, filter, teams, owner, content }: Endpoint): string =>
  JSON.stringify([url, filter, teams, owner, content]);
