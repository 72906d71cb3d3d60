import { Holding, type SharedWork } from '#kept/sharing';
import { type FeedReader } from '../../feed/feed-reader.js';
import { type Clock } from '../clock.js';
import { ClaimLost } from '../journal/errors.js';
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
/** And one that another worker has taken: until then it should have been told that it has lost the share. */
const CLAIMED_AGAIN_AFTER = 10_000;
/** Milliseconds that requests under way are given to end, where somebody waits for the share. */
const PATIENCE = 2_000;

/** What runs for an endpoint, and for which terms it was started. */
interface Running {
  pump: Pump;
  terms: string;
  replayed: number;
}

/**
 * Delivers to the endpoints of the shares that it holds, each on its own. It is told when a subscription has changed, and
 * reads everything else itself. Several may work on one journal, each for its own shares.
 */
export class WebhookEngine implements SharedWork {
  readonly #parts: EngineParts;
  readonly #journal: Journal;
  readonly #bodies: Bodies;
  #holding = Holding.NOTHING;
  readonly #running = new Map<string, Running>();
  /** Of every subscription of these shares that is not ended, whether it runs or not. */
  readonly #owners = new Map<string, string>();
  /** What is done to an endpoint is done one after the other. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(parts: EngineParts) {
    const { journal: store, clock, failed } = parts;
    const recovered = (): void => {
      for (const { pump } of this.#running.values()) pump.work();
    };
    const lost = (subscription: string): void => this.#dispossessed(subscription);
    this.#parts = parts;
    this.#bodies = new Bodies(parts.identity);
    this.#journal = new Journal({ store, clock, failed, recovered, lost });
  }

  /**
   * Goes on with the subscriptions of these shares where the journal says, and with no others. Resolves when nothing is done
   * any more for those that are not among them, and what came of that is written. What is gained is begun meanwhile: others
   * need not wait for their shares until it is.
   */
  async hold(holding: Holding): Promise<void> {
    this.#holding = holding;
    const known = [this.#running, this.#turns, this.#journal.claims].flatMap((all) => [...all.keys()]);
    await this.#letGo([...new Set(known)].filter((subscription) => !holding.has(subscription)));
    void this.#takeOver(holding);
  }

  /** A subscription has changed: an entry was recorded in its stream. Resolves when that is taken in. */
  changed(subscription: string): Promise<void> {
    return this.#inTurn(subscription, () => this.#look(subscription));
  }

  /** What somebody may see has changed: their keys were narrowed, or revoked. */
  async ownerChanged(owner: string): Promise<void> {
    // Of those that are being looked at for the first time nobody knows whose they are.
    const unknown = [...this.#turns.keys()].filter((subscription) => !this.#owners.has(subscription));
    const theirs = [...this.#owners].flatMap(([subscription, one]) => (one === owner ? [subscription] : []));
    await Promise.all([...theirs, ...unknown].map((subscription) => this.changed(subscription)));
  }

  /** Looks at every subscription again: what its owner may see changes with the time, too. */
  async lookAtAll(): Promise<void> {
    for (const subscription of [...this.#owners.keys()]) await this.changed(subscription);
  }

  /** Everything of these shares that is not at work: what is subscribed, and what has ended and is still written of. */
  async #takeOver(holding: Holding): Promise<void> {
    try {
      const known = await this.#parts.journal.known();
      const live = (await this.#parts.endpoints.all()).filter(({ state }) => state !== 'ended');
      const all = new Set([...known, ...live.map(({ subscription }) => subscription)]);
      const ours = [...all].filter((subscription) => holding.has(subscription) && !this.#running.has(subscription));
      if (this.#holding === holding) await Promise.all(ours.map((subscription) => this.changed(subscription)));
    } catch (error) {
      if (this.#holding !== holding) return;
      this.#parts.failed(error);
      this.#parts.clock.after(LOOKED_AGAIN_AFTER, () => void (this.#holding === holding && this.#takeOver(holding)));
    }
  }

  /** Ends with the requests under way, which are cut off after a while. What came of them is written. */
  async #letGo(subscriptions: readonly string[]): Promise<void> {
    const stop = (how: { abort: boolean }): Promise<unknown> =>
      Promise.all(subscriptions.map(async (subscription) => this.#running.get(subscription)?.pump.stop(how)));
    const { clock, sender } = this.#parts;
    const cancel = clock.after(PATIENCE, () => void stop({ abort: true }));
    await stop({ abort: false });
    // What was being done to an endpoint finds that it is not ours any more.
    await Promise.all(subscriptions.map(async (subscription) => this.#turns.get(subscription)));
    cancel();
    for (const subscription of subscriptions) {
      this.#running.get(subscription)?.pump.putDown();
      this.#running.delete(subscription);
      this.#owners.delete(subscription);
      sender.forget(subscription);
    }
    await this.#journal.leave(subscriptions);
  }

  /** Another worker has begun to deliver to an endpoint: this one has lost its share, and nobody has told it yet. */
  #dispossessed(subscription: string): void {
    const { failed, clock } = this.#parts;
    failed(new ClaimLost(subscription));
    void this.#running.get(subscription)?.pump.stop({ abort: true });
    void this.#inTurn(subscription, () => this.#halt(subscription, { abort: true }));
    clock.after(CLAIMED_AGAIN_AFTER, () => void this.changed(subscription));
  }

  async #inTurn(subscription: string, work: () => Promise<void>): Promise<void> {
    if (!this.#holding.has(subscription)) return;
    const turn = (this.#turns.get(subscription) ?? Promise.resolve()).then(async () => {
      try {
        if (this.#holding.has(subscription)) await work();
      } catch (error) {
        this.#parts.failed(error);
        const wait = error instanceof ClaimLost ? CLAIMED_AGAIN_AFTER : LOOKED_AGAIN_AFTER;
        this.#parts.clock.after(wait, () => void this.changed(subscription));
      }
    });
    this.#turns.set(subscription, turn);
    await turn;
    if (this.#turns.get(subscription) === turn) this.#turns.delete(subscription);
  }

  async #look(subscription: string): Promise<void> {
    const endpoint = await this.#parts.endpoints.one(subscription);
    if (!this.#holding.has(subscription)) return;
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
    const { subscription, openedAt } = endpoint;
    if (!this.#holding.has(subscription)) return;
    if (!(await this.#journal.claim(subscription, openedAt))) return;
    const known = await store.load(subscription);
    const saved = await beginReplays({ endpoint, store, feed }, known, this.#journal.claims);
    if (!this.#holding.has(subscription)) return;
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
    await running.pump.stop(how);
    this.#running.delete(subscription);
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
