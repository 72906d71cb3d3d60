import { type Instant } from '#kept/domain';
import { setMaxListeners } from 'node:events';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type FeedReader } from '../../feed/feed-reader.js';
import { type Clock } from '../clock.js';
import { type Journal } from '../journal/journal.js';
import { type Saved } from '../journal/journal-store.js';
import { type EndpointRow, read, stored } from '../journal/schema.js';
import { type Endpoint, type Endpoints } from '../ports.js';
import { type Outcome } from '../sending/exchange.js';
import { type Sender } from '../sending/sender.js';
import { NoLiveKey } from '../signing/sign.js';
import { type Bodies } from './bodies.js';
import { compose } from './compose.js';
import { entryAt, questionOf } from './entry-at.js';
import { Health } from './health.js';
import { type Delivery, type Lane } from './lane.js';
import { Lanes } from './lanes.js';
import { Reader } from './reader.js';
import { delayAfter } from './retry.js';
import { Window } from './window.js';

/** Requests to one endpoint at a time, each of another lane. */
const IN_FLIGHT = 32;
/** Entries in memory that are neither delivered nor written down, and such as are only written down because there are many. */
const WINDOW = 2_000;
const PATIENT = 10_000;

export interface PumpParts {
  endpoint: Endpoint;
  bodies: Bodies;
  saved: Saved;
  feed: FeedReader;
  sender: Sender;
  journal: Journal;
  clock: Clock;
  random: () => number;
  report: Endpoints['report'];
  failed: (error: unknown) => void;
}

/** Brings one endpoint what it is to get. It depends on no other endpoint, and begins where the journal says. */
export class Pump {
  readonly #parts: PumpParts;
  readonly #window: Window;
  readonly #lanes: Lanes;
  readonly #health: Health;
  readonly #reader: Reader;
  readonly #abort = new AbortController();
  #endpoint: Endpoint;
  #inFlight = 0;
  #attempts: number;
  #lastDead: string | undefined;
  /** Nothing is sent or read any more; whoever waits for the last request is told. */
  #isStopped = false;
  #isDisabled = false;
  #drained: (() => void) | undefined;
  #stopped: Promise<void> | undefined;

  constructor(parts: PumpParts) {
    const { endpoint, saved, clock, journal, failed, feed, random, report } = parts;
    const { subscription } = endpoint;
    this.#parts = parts;
    this.#endpoint = endpoint;
    // Every request under way listens.
    setMaxListeners(0, this.#abort.signal);
    this.#attempts = saved.attemptSeq;
    this.#lastDead = saved.lastDead;
    this.#window = new Window(saved.endpoint ? read(saved.endpoint.cursor) : endpoint.openedAt);
    const window = this.#window;
    const work = (): void => this.work();
    this.#lanes = new Lanes({
      ...{ subscription, clock, window, failed, ready: work },
      write: (what) => journal.change(subscription, this.#standing, what),
      readHeld: (lane, after, limit) => journal.heldIn(subscription, lane, after, limit),
    });
    this.#health = new Health({
      ...{ clock, random, failed },
      // A worker that stood still for days knows nothing of what has happened since.
      report: async (what) => {
        if (await journal.isOurs(subscription)) await report(subscription, what);
      },
      changed: () => {
        journal.change(subscription, this.#standing);
        work();
      },
      disabled: () => (this.#isDisabled = true),
    });
    this.#reader = new Reader({
      ...{ feed, clock, window, failed },
      question: questionOf(endpoint),
      arrived: (entry, previous) => this.#lanes.arrive(entry, previous),
      hasRoom: () => this.#hasRoom(),
    });
  }

  /** It has stopped by itself: whoever finds the endpoint active all the same begins anew. */
  get isDisabled(): boolean {
    return this.#isDisabled;
  }

  async start(): Promise<void> {
    this.#health.see(this.#endpoint.failing);
    this.#parts.journal.change(this.#endpoint.subscription, this.#standing);
    await this.#lanes.load(this.#parts.saved);
    if (!this.#isStopped) this.#reader.start();
  }

  /** Other keys, or another standing: nothing that changes what is to be delivered, or where to. */
  see(endpoint: Endpoint): void {
    this.#endpoint = endpoint;
    this.#health.see(endpoint.failing);
  }

  /**
   * Sends nothing more from this moment on; resolves when the last request has ended and what came of it is said. It may
   * be said again, with more haste.
   * @param abort whether requests under way are cut off: nobody knows then what came of them
   */
  stop({ abort }: { abort: boolean }): Promise<void> {
    this.#isStopped = true;
    if (abort) this.#abort.abort();
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#lanes.end();
    this.#health.end();
    await this.#reader.stop();
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  /**
   * It has stopped, and another worker goes on: it is left everything that was read and is not delivered, and has nothing to
   * read again, of which some is.
   */
  putDown(): void {
    this.#lanes.putDown();
  }

  /** Sends what may be sent now. */
  work(): void {
    while (this.#maySend()) {
      const isProbe = this.#health.breaker.state === 'half-open';
      const lane = this.#lanes.take(isProbe ? 'the-freshest' : 'the-first');
      if (!lane) break;
      void this.#serve(lane);
    }
    this.#reader.look();
  }

  readonly #standing = (): EndpointRow => ({
    subscription: this.#endpoint.subscription,
    cursor: stored(this.#window.cursor),
    replayed: this.#parts.saved.endpoint?.replayed ?? -1,
    breaker: this.#health.breaker.state,
    probes_at: this.#health.breaker.probesAt ?? null,
  });

  #maySend(): boolean {
    const { state } = this.#health.breaker;
    if (this.#isStopped || this.#isDisabled || this.#parts.journal.isFull || state === 'open') return false;
    return this.#inFlight < (state === 'half-open' ? 1 : IN_FLIGHT);
  }

  #hasRoom(): boolean {
    const { state } = this.#health.breaker;
    if (this.#isDisabled || this.#parts.journal.isFull || state === 'open') return false;
    // Half open it reads only where nothing else is there to be tried.
    if (state === 'half-open') return this.#window.size + this.#lanes.held === 0;
    return this.#window.size < WINDOW && this.#lanes.patient < PATIENT;
  }

  async #serve(lane: Lane): Promise<void> {
    lane.isBusy = true;
    this.#inFlight += 1;
    try {
      const delivery = lane.queue[0]!;
      const entry = delivery.entry ?? (await this.#entryOf(delivery));
      if (this.#isStopped || this.#isDisabled) return;
      if (entry) await this.#attempt(lane, delivery, entry);
      else this.#lanes.remove(lane);
    } catch (error) {
      this.#parts.failed(error);
      this.#lanes.later(lane);
    } finally {
      lane.isBusy = false;
      this.#inFlight -= 1;
      this.#lanes.next(lane);
      this.work();
      if (this.#inFlight === 0) this.#drained?.();
    }
  }

  /** What was held is read again: it may be that its owner is not to see it any more. */
  async #entryOf(delivery: Delivery): Promise<FeedEntry | undefined> {
    const entry = await entryAt(this.#parts.feed, this.#endpoint, delivery);
    return entry?.id === delivery.event ? entry : undefined;
  }

  async #attempt(lane: Lane, delivery: Delivery, entry: FeedEntry): Promise<void> {
    const at = this.#parts.clock.now();
    const { gap } = lane;
    const outcome = await this.#send(entry, at, gap);
    if (outcome.failure === 'stopped') return;
    const attempts = delivery.attempts + 1;
    const now = this.#parts.clock.now();
    const delay = this.#delay(outcome, attempts, now);
    const nextAt = delay === undefined ? undefined : ((now + delay) as Instant);
    this.#note(delivery, { attempts, at, outcome, nextAt });
    if (outcome.failure === undefined) this.#delivered(lane, delivery, gap);
    else if (nextAt === undefined) this.#giveUp(lane, delivery, { entry, attempts, now, failure: outcome.failure });
    else this.#lanes.postpone(lane, attempts, nextAt);
    if (outcome.failure === undefined) this.#health.succeeded();
    else if (outcome.status === 410) this.#health.gone();
    else this.#health.failedAt(now, lane.name);
  }

  async #send(entry: FeedEntry, at: Instant, gap: number): Promise<Outcome> {
    const { sender, bodies } = this.#parts;
    try {
      return await sender.send(compose({ endpoint: this.#endpoint, bodies, entry, at, gap }), this.#abort.signal);
    } catch (error) {
      if (error instanceof NoLiveKey) return { milliseconds: 0, failure: 'no-live-key' };
      throw error;
    }
  }

  #delay(outcome: Outcome, attempts: number, now: Instant): number | undefined {
    if (outcome.failure === undefined) return undefined;
    return delayAfter({ outcome, attempts, now, random: this.#parts.random });
  }

  #delivered(lane: Lane, { position }: Delivery, gap: number): void {
    const { subscription } = this.#endpoint;
    this.#lanes.remove(lane);
    if (gap > 0) this.#lanes.gap(lane, 0);
    // It was given up once, and asked for again.
    if (this.#lastDead === undefined || stored(position) > this.#lastDead) return;
    this.#parts.journal.change(subscription, this.#standing, (changes) =>
      changes.exhume(subscription, stored(position)),
    );
  }

  #giveUp(
    lane: Lane,
    { position, previous, event }: Delivery,
    { entry, attempts, now, failure }: { entry: FeedEntry; attempts: number; now: Instant; failure: string },
  ): void {
    const { subscription } = this.#endpoint;
    const place = { position: stored(position), previous: stored(previous) };
    const dead = { subscription, ...place, event, type: entry.type, lane: lane.name };
    this.#lanes.remove(lane);
    this.#lanes.gap(lane, lane.gap + 1);
    this.#parts.journal.change(subscription, this.#standing, (changes) =>
      changes.bury({ ...dead, attempts, gave_up_at: now, failure }),
    );
    if (this.#lastDead === undefined || dead.position > this.#lastDead) this.#lastDead = dead.position;
  }

  #note(
    { event, position }: Delivery,
    { attempts, at, outcome, nextAt }: { attempts: number; at: Instant; outcome: Outcome; nextAt: Instant | undefined },
  ): void {
    const { subscription } = this.#endpoint;
    const seq = (this.#attempts += 1);
    const { milliseconds, status = null, failure = null, answer = null } = outcome;
    const when = { position: stored(position), number: attempts, at, milliseconds, next_at: nextAt ?? null };
    this.#parts.journal.change(subscription, this.#standing, (changes) =>
      changes.attempts.push({ subscription, seq, event, ...when, status, failure, answer }),
    );
  }
}
