import { type Instant } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type Clock } from '../clock.js';
import { type Gathered } from '../journal/changes.js';
import { type HeldRow, read, stored } from '../journal/schema.js';
import { type Delivery, Lane, laneOf } from './lane.js';
import { type Window } from './window.js';

/** Deliveries of a lane in memory: a longer one is written down. */
const IN_MEMORY = 100;
/** Milliseconds until it is looked again where the journal or the log cannot be read. */
const LOOKED_AGAIN_AFTER = 1_000;

export interface LanesParts {
  subscription: string;
  clock: Clock;
  window: Window;
  /** Says in the journal what has happened in this turn. */
  write: (what: (changes: Gathered) => void) => void;
  /** What is held in a lane after a place in it, when everything that was said is written. */
  readHeld: (lane: string, after: number, limit: number) => Promise<HeldRow[]>;
  failed: (error: unknown) => void;
  /** There is a lane whose turn it may be. */
  ready: () => void;
}

/** The lanes of one endpoint: what is to be delivered in which order, and whose turn it is. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #ready: Lane[] = [];
  #seq = 0;
  #isEnded = false;
  #held = 0;
  #patient = 0;

  constructor(private readonly parts: LanesParts) {}

  get held(): number {
    return this.#held;
  }

  /** Held in lanes that do not fail: they are only long. */
  get patient(): number {
    return this.#patient;
  }

  /** What the journal knows: gaps, and lanes with something held. Nothing has arrived before. */
  async load(saved: {
    lanes: { lane: string; held: number }[];
    gaps: { lane: string; missing: number }[];
    heldSeq: number;
  }) {
    this.#seq = saved.heldSeq;
    for (const { lane, missing } of saved.gaps) this.#lane(lane).gap = missing;
    for (const { lane: name, held } of saved.lanes) {
      const lane = this.#lane(name);
      this.#change(lane, () => {
        lane.isHeld = true;
        lane.beyond = held;
      });
      await this.#refill(lane);
      this.next(lane);
    }
  }

  /** An entry was read. */
  arrive(entry: FeedEntry, previous: Position): void {
    const lane = this.#lane(laneOf(entry));
    const delivery: Delivery = { position: entry.position, previous, event: entry.id, attempts: 0, entry };
    this.#change(lane, () => {
      if (!lane.isHeld && lane.queue.length >= IN_MEMORY) this.#holdAll(lane);
      if (lane.isHeld) this.#append(lane, delivery);
      else lane.queue.push({ ...delivery, place: this.parts.window.add(entry.position) });
    });
    this.next(lane);
  }

  /** Whose turn it is: who came first, or has been tried least where only one is let through. */
  take(only: 'the-first' | 'the-freshest'): Lane | undefined {
    const lane = only === 'the-first' ? this.#ready[0] : freshest(this.#ready);
    if (!lane) return undefined;
    this.#ready.splice(this.#ready.indexOf(lane), 1);
    lane.isReady = false;
    return lane;
  }

  /** The first of a lane is delivered, given up, or not to be delivered any more. */
  remove(lane: Lane): void {
    this.#change(lane, () => {
      const { seq, place } = lane.queue.shift()!;
      if (place) this.parts.window.settle(place);
      if (seq !== undefined) this.parts.write((changes) => changes.release(this.parts.subscription, seq));
      if (lane.queue.length + lane.beyond === 0) lane.isHeld = false;
    });
  }

  /** The first of a lane is to be tried again. */
  postpone(lane: Lane, attempts: number, nextAt: Instant): void {
    this.#change(lane, () => {
      const first = lane.queue[0]!;
      first.attempts = attempts;
      first.nextAt = nextAt;
      if (lane.isHeld) this.#writeDown(lane, first);
      else this.#holdAll(lane);
    });
  }

  /** So many are missing in a lane. */
  gap(lane: Lane, missing: number): void {
    lane.gap = missing;
    this.parts.write((changes) => changes.gap(this.parts.subscription, lane.name, missing));
  }

  /** What becomes of a lane that nothing is under way of. */
  next(lane: Lane): void {
    if (lane.isBusy || lane.isReady || lane.wake || this.#isEnded) return;
    const first = lane.queue[0];
    if (first) this.#offer(lane, first);
    else if (lane.beyond > 0) void this.#refill(lane).then(() => this.next(lane));
    else if (lane.gap === 0) this.#lanes.delete(lane.name);
  }

  /** It cannot be told what is to be sent: it is looked again. */
  later(lane: Lane): void {
    this.#wake(lane, LOOKED_AGAIN_AFTER);
  }

  /** Whatever is in memory alone is written down, so that the cursor passes it. */
  putDown(): void {
    for (const lane of this.#lanes.values())
      if (!lane.isHeld && lane.queue.length > 0) this.#change(lane, () => this.#holdAll(lane));
  }

  end(): void {
    this.#isEnded = true;
    for (const lane of this.#lanes.values()) lane.wake?.();
  }

  #offer(lane: Lane, { nextAt }: Delivery): void {
    const wait = nextAt === undefined ? 0 : nextAt - this.parts.clock.now();
    if (wait > 0) {
      this.#wake(lane, wait);
      return;
    }
    lane.isReady = true;
    this.#ready.push(lane);
    this.parts.ready();
  }

  #wake(lane: Lane, wait: number): void {
    lane.wake = this.parts.clock.after(wait, () => {
      lane.wake = undefined;
      this.next(lane);
    });
  }

  /** Everything in the queue is written down, and the cursor may pass it. */
  #holdAll(lane: Lane): void {
    lane.isHeld = true;
    for (const delivery of lane.queue) {
      this.#writeDown(lane, delivery);
      if (delivery.place) this.parts.window.settle(delivery.place);
      delivery.place = undefined;
    }
  }

  #append(lane: Lane, delivery: Delivery): void {
    if (lane.beyond > 0 || lane.queue.length >= IN_MEMORY) {
      lane.beyond += 1;
      this.#writeDown(undefined, { ...delivery, lane: lane.name });
    } else {
      lane.queue.push(delivery);
      this.#writeDown(lane, delivery);
    }
  }

  #writeDown(lane: Lane | undefined, delivery: Delivery & { lane?: string }): void {
    delivery.seq ??= this.#seq += 1;
    // It may be long until its turn; then it is read again.
    delivery.entry = undefined;
    if (lane) lane.lastSeq = Math.max(lane.lastSeq, delivery.seq);
    const row: HeldRow = {
      subscription: this.parts.subscription,
      seq: delivery.seq,
      lane: lane?.name ?? delivery.lane!,
      position: stored(delivery.position),
      previous: stored(delivery.previous),
      event: delivery.event,
      attempts: delivery.attempts,
      next_at: delivery.nextAt ?? null,
    };
    this.parts.write((changes) => changes.hold(row));
  }

  async #refill(lane: Lane): Promise<void> {
    lane.isBusy = true;
    try {
      const rows = await this.parts.readHeld(lane.name, lane.lastSeq, IN_MEMORY);
      this.#change(lane, () => {
        for (const row of rows) lane.queue.push(deliveryOf(row));
        lane.lastSeq = rows.at(-1)?.seq ?? lane.lastSeq;
        lane.beyond -= rows.length;
      });
      // What arrived meanwhile is not written yet.
      if (rows.length === 0) this.later(lane);
    } catch (error) {
      this.parts.failed(error);
      if (!this.#isEnded) this.later(lane);
    } finally {
      lane.isBusy = false;
    }
  }

  #lane(name: string): Lane {
    const known = this.#lanes.get(name);
    if (known) return known;
    const lane = new Lane(name);
    this.#lanes.set(name, lane);
    return lane;
  }

  /** Counts what is held before and after. */
  #change(lane: Lane, work: () => void): void {
    const patient = lane.isFailing ? 0 : lane.held;
    const held = lane.held;
    work();
    this.#held += lane.held - held;
    this.#patient += (lane.isFailing ? 0 : lane.held) - patient;
  }
}

function freshest(lanes: readonly Lane[]): Lane | undefined {
  const tried = ({ queue }: Lane): number => queue[0]?.attempts ?? 0;
  return lanes.reduce<Lane | undefined>((best, lane) => (best && tried(best) <= tried(lane) ? best : lane), undefined);
}

const deliveryOf = ({ seq, position, previous, event, attempts, next_at }: HeldRow): Delivery => ({
  seq,
  position: read(position),
  previous: read(previous),
  event,
  attempts,
  ...(next_at !== null && { nextAt: next_at as Instant }),
});
