import { type Instant } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { Holding, shareOf, SHARES } from '#kept/sharing';
import { createHmac } from 'node:crypto';
import { type FeedReader } from '../../feed/feed-reader.js';
import { type WebhookEngine } from '../engine/engine.js';
import { laneOf } from '../engine/lane.js';
import { type JournalDatabase } from '../journal/database/database.js';
import { ClaimLost } from '../journal/errors.js';
import { JournalQueries } from '../journal/journal-queries.js';
import { JournalStore } from '../journal/journal-store.js';
import { sqliteMemory, type TestDatabase, type TestPlace } from '../journal/testing/databases.fixture.js';
import { type Endpoints } from '../ports.js';
import { aKey, MemoryEndpoints } from './memory-endpoints.fixture.js';
import { MemoryLog } from './memory-log.fixture.js';
import { type Received, Receivers } from './receivers.fixture.js';
import { UnderWay } from './under-way.fixture.js';
import { VirtualClock } from './virtual-clock.fixture.js';
import { Worker } from './worker.fixture.js';

const IDENTITY = '0a1b2c3d-0000-4000-8000-000000000000';
/** Milliseconds until a worker that has lost a share is told of it. */
const TOLD_AFTER = 5_000;

/** How an engine might be wrong, by what it is given to work with. */
export interface Mutation {
  feed?: (log: FeedReader) => FeedReader;
  endpoints?: (endpoints: Endpoints) => Endpoints;
  journal?: (store: JournalStore, log: MemoryLog) => JournalStore;
  /** How a worker gives up its shares. */
  hold?: (worker: Worker, holding: Holding) => Promise<void>;
}

export interface WorldParts {
  mutation?: Mutation;
  /** Between how many workers the shares are moved; the first has them all. */
  workers?: number;
  database?: TestDatabase;
}

/** Engines with everything around them in memory, but for their journal, which is the real one. */
export class World {
  readonly clock = new VirtualClock(() => this.settled());
  readonly log = new MemoryLog(({ id }) => this.cutsBefore.set(id, this.cuts));
  readonly endpoints = new MemoryEndpoints();
  readonly receivers: Receivers;
  readonly failures: unknown[] = [];
  /** How often something was cut off, so that nobody knows what came of it. */
  cuts = 0;
  /** And how often that had been when an event was recorded. */
  readonly cutsBefore = new Map<string, number>();
  /** How often a worker has lost a share and was not told. */
  thefts = 0;
  #workers: Worker[] = [];
  /** Whose each share is. */
  readonly #owners = new Array<number>(SHARES).fill(0);
  /** Those who had a share and have not been told that somebody else has it. */
  readonly #contested: { worker: Worker; share: number }[] = [];
  readonly #underWay = new UnderWay();
  #seed = 1;
  #keys = 0;

  private constructor(
    readonly store: JournalStore,
    private readonly place: TestPlace,
    private readonly parts: WorldParts,
  ) {
    this.receivers = new Receivers(
      this.clock,
      (id) => laneOf(this.log.entry(id)!),
      (received) => this.#problems(received),
      (subscription) => ({ cuts: this.cuts, isContested: this.#isContested(subscription) }),
    );
    this.endpoints.told = (subscription) => {
      for (const worker of this.#workers) void worker.changed(subscription);
    };
  }

  static async begin(parts: WorldParts = {}): Promise<World> {
    const place = (parts.database ?? sqliteMemory).newPlace();
    const database: JournalDatabase = place.database();
    return new World(await JournalStore.open(database, IDENTITY), place, parts);
  }

  get hasStarted(): boolean {
    return this.endpoints.known.size > 0;
  }

  get queries(): JournalQueries {
    return new JournalQueries(this.store);
  }

  /** Of the only worker, or of the first. */
  get engine(): WebhookEngine {
    return this.#workers[0]!.engine;
  }

  get workers(): readonly Worker[] {
    return this.#workers;
  }

  /** The journal, as another process has it. */
  storeElsewhere(): Promise<JournalStore> {
    return JournalStore.open(this.place.database(), IDENTITY);
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
    this.#workers = Array.from({ length: this.parts.workers ?? 1 }, () => this.#worker());
    for (const number of this.#workers.keys()) await this.#tell(number);
  }

  /** What was in memory alone is gone, at whatever a worker was. */
  async crash(number = 0): Promise<void> {
    this.cuts += 1;
    const dead = this.#workers[number]!;
    dead.life.isOver = true;
    dead.life.goOn();
    this.receivers.lose(dead);
    this.#forget(({ worker }) => worker === dead);
    await this.settled();
    this.#workers[number] = this.#worker();
    await this.#tell(number);
  }

  /** Somebody else gets the share of a subscription, when whoever has it does nothing for it any more. */
  async move(subscription: string, to: number): Promise<void> {
    const share = shareOf(subscription);
    const from = this.#owners[share]!;
    if (from === to) return;
    if (this.#workers[from]!.life.isStill) return this.steal(subscription, to);
    this.#owners[share] = to;
    await this.#tell(from);
    await this.#tell(to);
  }

  /** Somebody else gets the share of a subscription, and whoever has it hears of that only after a while. */
  async steal(subscription: string, to: number): Promise<void> {
    const share = shareOf(subscription);
    const from = this.#owners[share]!;
    if (from === to) return;
    this.cuts += 1;
    this.thefts += 1;
    this.#owners[share] = to;
    const loser = this.#workers[from]!;
    this.#contested.push({ worker: loser, share });
    await this.#tell(to);
    this.clock.after(TOLD_AFTER, () => void this.#tellLate(loser));
  }

  standStill(number: number): void {
    this.#workers[number]!.life.standStill();
  }

  async goOn(number: number): Promise<void> {
    this.#workers[number]!.goOn();
    await this.settled();
  }

  /** The workers have seen it when this resolves, but for those who stand still. */
  async change(subscription: string, change: Parameters<MemoryEndpoints['change']>[1]): Promise<void> {
    this.endpoints.change(subscription, change);
    await this.look(subscription);
  }

  async look(subscription: string): Promise<void> {
    // What is under way when deliveries are paused ends in its own time.
    await this.#inTime(Promise.all(this.#workers.map((worker) => worker.changed(subscription))), 20_000);
  }

  /** Nobody has anything to do any more. */
  async leave(): Promise<void> {
    await this.#inTime(Promise.all(this.#workers.map((worker) => worker.hold(Holding.NOTHING))), 5_000);
  }

  /** Another key signs beside the one before, which retires after a while. */
  async rotate(subscription: string, overlap: number): Promise<void> {
    const { keys } = this.endpoints.known.get(subscription)!;
    const retiresAt = (this.clock.now() + overlap) as Instant;
    const retired = keys.map((key) => (key.retiresAt === undefined ? { ...key, retiresAt } : key));
    await this.change(subscription, { keys: [...retired, aKey(`${subscription}-${(this.#keys += 1)}`)] });
  }

  /** Everything has happened that needs no time: nothing here waits for anything but promises and the journal. */
  settled(): Promise<void> {
    return this.#underWay.settled();
  }

  async close(): Promise<void> {
    for (const { life } of this.#workers) life.isOver = true;
    await this.settled();
    await this.store.close();
    await this.place.leave();
  }

  #worker(): Worker {
    const { mutation = {} } = this.parts;
    return new Worker({
      identity: IDENTITY,
      random: () => this.#random(),
      failed: (error) => {
        this.failures.push(error);
        // What it has done and not written is done again.
        if (error instanceof ClaimLost) this.cuts += 1;
      },
      clock: this.clock,
      send: (by, request, signal) => this.receivers.send(request, signal, by),
      busy: this.#underWay.add,
      journal: mutation.journal?.(this.store, this.log) ?? this.store,
      feed: mutation.feed?.(this.log) ?? this.log,
      endpoints: mutation.endpoints?.(this.endpoints) ?? this.endpoints,
    });
  }

  #holdingOf(number: number): Holding {
    return new Holding(this.#owners.flatMap((owner, share) => (owner === number ? [share] : [])));
  }

  /** A worker hears which shares it has; resolves when it does nothing for others, unless it stands still. */
  async #tell(number: number): Promise<void> {
    const worker = this.#workers[number]!;
    const told = this.#telling(worker);
    if (!worker.life.isStill) await this.#inTime(told, 3_000);
  }

  #telling(worker: Worker): Promise<void> {
    const hold = this.parts.mutation?.hold ?? ((one, holding) => one.hold(holding));
    return worker.inTurn(async () => {
      // Who stands still hears of it when it goes on.
      await worker.life.moves();
      await hold(worker, this.#holdingOf(this.#workers.indexOf(worker)));
      this.#forget(({ worker: one, share }) => one === worker && !worker.hasShare(share));
    });
  }

  async #tellLate(worker: Worker): Promise<void> {
    await this.#telling(worker);
    this.cuts += 1;
  }

  #forget(contested: (one: { worker: Worker; share: number }) => boolean): void {
    for (let n = this.#contested.length - 1; n >= 0; n -= 1)
      if (contested(this.#contested[n]!)) this.#contested.splice(n, 1);
  }

  #isContested = (subscription: string): boolean =>
    this.#contested.some(({ share }) => share === shareOf(subscription));

  /** Some time may pass until something has happened, and not more than it needs. */
  async #inTime(work: Promise<unknown>, most: number): Promise<void> {
    const over = new AbortController();
    const done = work.finally(() => over.abort());
    await this.settled();
    for (let passed = 0; !over.signal.aborted && passed < most; passed += 500) await this.clock.advance(500);
    await done;
    await this.settled();
  }

  #random(): number {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }

  #problems({ subscription, id, position, at, body, headers, by }: Received): string[] {
    const endpoint = this.endpoints.known.get(subscription)!;
    const wrong: string[] = [];
    const isBehind = this.#workers.find((worker) => worker === by)?.isBehind ?? false;
    if (endpoint.state !== 'active' && !isBehind) wrong.push(`${subscription} is ${endpoint.state} and was sent ${id}`);
    const entry = this.log.entry(id);
    if (headers['webhook-id'] !== id || entry?.position !== position) wrong.push(`${id} is not what it says`);
    const live = endpoint.keys.filter(({ retiresAt }) => retiresAt === undefined || at < retiresAt);
    const content = `${id}.${Math.floor(at / 1_000)}.${body}`;
    const right = live.map(({ secret }) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`);
    for (const signature of headers['webhook-signature']!.split(' '))
      if (!right.includes(signature)) wrong.push(`${id} is signed with a key that is not live`);
    return wrong;
  }
}
