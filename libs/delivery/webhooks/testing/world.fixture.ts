import { type Instant } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { createHmac } from 'node:crypto';
import { type FeedReader } from '../../feed/feed-reader.js';
import { type Clock } from '../clock.js';
import { WebhookEngine } from '../engine/engine.js';
import { laneOf } from '../engine/lane.js';
import { JournalQueries } from '../journal/journal-queries.js';
import { JournalStore } from '../journal/journal-store.js';
import { type Endpoints } from '../ports.js';
import { type Sender } from '../sending/sender.js';
import { aKey, MemoryEndpoints } from './memory-endpoints.fixture.js';
import { MemoryLog } from './memory-log.fixture.js';
import { type Received, Receivers } from './receivers.fixture.js';
import { settled, VirtualClock } from './virtual-clock.fixture.js';

const IDENTITY = '0a1b2c3d-0000-4000-8000-000000000000';
const NEVER = new Promise<never>(() => undefined);

/** How an engine might be wrong, by what it is given to work with. */
export interface Mutation {
  feed?: (log: FeedReader) => FeedReader;
  endpoints?: (endpoints: Endpoints) => Endpoints;
  journal?: (store: JournalStore, log: MemoryLog) => JournalStore;
}

/** An engine with everything around it in memory, but for its journal, which is the real one. */
export class World {
  readonly clock = new VirtualClock();
  readonly log = new MemoryLog();
  readonly endpoints = new MemoryEndpoints();
  readonly receivers: Receivers;
  readonly failures: unknown[] = [];
  engine!: WebhookEngine;
  readonly #stores: JournalStore;
  #life = { isOver: false };
  #seed = 1;
  #keys = 0;

  private constructor(
    store: JournalStore,
    private readonly mutation: Mutation,
  ) {
    this.#stores = store;
    this.receivers = new Receivers(
      this.clock,
      (id) => laneOf(this.log.entries.find((entry) => entry.id === id)!),
      (received) => this.#problems(received),
    );
    this.endpoints.told = (subscription) => void this.engine.changed(subscription);
  }

  static async begin(mutation: Mutation = {}): Promise<World> {
    return new World(await JournalStore.open(':memory:', IDENTITY), mutation);
  }

  get hasStarted(): boolean {
    return this.endpoints.known.size > 0;
  }

  get queries(): JournalQueries {
    return new JournalQueries(this.#stores);
  }

  get store(): JournalStore {
    return this.#stores;
  }

  open(subscription: string, customers?: string[]): void {
    const openedAt = this.log.entries.at(-1)?.position ?? (0n as Position);
    this.endpoints.open({
      subscription,
      openedAt,
      keys: [aKey(`${subscription}-0`)],
      filter: customers ? { customers } : {},
    });
  }

  async start(): Promise<void> {
    const life = (this.#life = { isOver: false });
    this.engine = new WebhookEngine({
      identity: IDENTITY,
      random: () => this.#random(),
      failed: (error) => this.failures.push(error),
      clock: mortalClock(this.clock, life),
      sender: mortalSender(this.receivers, life),
      journal: mortal(this.mutation.journal?.(this.#stores, this.log) ?? this.#stores, life),
      feed: mortal(this.mutation.feed?.(this.log) ?? this.log, life),
      endpoints: mortal(this.mutation.endpoints?.(this.endpoints) ?? this.endpoints, life),
    });
    await this.engine.start();
    await settled();
  }

  /** What was in memory alone is gone, at whatever it was. */
  async crash(): Promise<void> {
    this.#life.isOver = true;
    this.receivers.underWay = new Map();
    await settled();
    await this.start();
  }

  /** The engine has seen it when this resolves. */
  async change(subscription: string, change: Parameters<MemoryEndpoints['change']>[1]): Promise<void> {
    this.endpoints.change(subscription, change);
    await this.look(subscription);
  }

  async look(subscription: string): Promise<void> {
    const seen = this.engine.changed(subscription);
    // What is under way when deliveries are paused ends in its own time.
    await Promise.race([seen, this.clock.advance(20_000)]);
    await seen;
    await settled();
  }

  /** Another key signs beside the one before, which retires after a while. */
  async rotate(subscription: string, overlap: number): Promise<void> {
    const { keys } = this.endpoints.known.get(subscription)!;
    const retiresAt = (this.clock.now() + overlap) as Instant;
    const retired = keys.map((key) => (key.retiresAt === undefined ? { ...key, retiresAt } : key));
    await this.change(subscription, { keys: [...retired, aKey(`${subscription}-${(this.#keys += 1)}`)] });
  }

  async close(): Promise<void> {
    this.#life.isOver = true;
    await settled();
    await this.#stores.close();
  }

  #random(): number {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }

  #problems({ subscription, id, position, at, body, headers }: Received): string[] {
    const endpoint = this.endpoints.known.get(subscription)!;
    const wrong: string[] = [];
    if (endpoint.state !== 'active') wrong.push(`${subscription} is ${endpoint.state} and was sent ${id}`);
    const entry = this.log.entries.find((one) => one.id === id);
    if (headers['webhook-id'] !== id || entry?.position !== position) wrong.push(`${id} is not what it says`);
    const live = endpoint.keys.filter(({ retiresAt }) => retiresAt === undefined || at < retiresAt);
    const content = `${id}.${Math.floor(at / 1_000)}.${body}`;
    const right = live.map(({ secret }) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`);
    for (const signature of headers['webhook-signature']!.split(' '))
      if (!right.includes(signature)) wrong.push(`${id} is signed with a key that is not live`);
    return wrong;
  }
}

/** Of one life: when it is over, nothing that was begun ends, and nothing begins. */
function mortal<T extends object>(real: T, life: { isOver: boolean }): T {
  return new Proxy(real, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]): unknown => {
        if (life.isOver) return NEVER;
        const result: unknown = Reflect.apply(value, target, parameters);
        if (!(result instanceof Promise)) return result;
        return result.then((answer: unknown) => (life.isOver ? NEVER : answer));
      };
    },
  });
}

const mortalClock = (clock: Clock, life: { isOver: boolean }): Clock => ({
  now: () => clock.now(),
  after: (milliseconds, call) => clock.after(milliseconds, () => (life.isOver ? undefined : call())),
});

const mortalSender = (receivers: Receivers, life: { isOver: boolean }): Sender => ({
  send: async (request, signal) =>
    life.isOver ? NEVER : receivers.send(request, signal).then((o) => (life.isOver ? NEVER : o)),
  forget: () => undefined,
  close: () => Promise.resolve(),
});
