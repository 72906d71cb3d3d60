import { ApplicationModule, Commitments, Ledger, ReviewCommitment } from '#kept/application';
import { type Agenda, agendaOf, Watch } from '#kept/deadlines';
import { type EventStore } from '#kept/event-store';
import { type ReadModel } from '#kept/read-model';
import { type INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import { Killed, type MortalStore, mortalStore } from './mortal-store.js';
import { SiteClock, type Time } from './site-clock.js';

export interface SiteParts {
  store: EventStore;
  model: ReadModel;
  time: Time;
  /** Milliseconds by which its clock is wrong. */
  ahead: number;
  /** What happens between a decision and its append. */
  beforeAppend: (stream: string, revision: bigint, by: string) => Promise<void>;
  /** A wrong agenda, for those who want to see what happens then. */
  agenda?: (real: Agenda, clock: SiteClock) => Agenda;
}

/** A process with the whole application and a watch, which may be stopped, killed and started again. */
export class Site {
  readonly failures: unknown[] = [];
  #watch: Watch | undefined;

  private constructor(
    private readonly parts: SiteParts,
    private readonly context: INestApplicationContext,
    private readonly store: MortalStore,
    private readonly clock: SiteClock,
  ) {}

  static async open(parts: SiteParts): Promise<Site> {
    const store = mortalStore(parts.store, parts.beforeAppend);
    const context = await NestFactory.createApplicationContext(ApplicationModule.on(store, parts.model), {
      logger: ['error'],
      abortOnError: false,
    });
    return new Site(parts, context, store, new SiteClock(parts.time, parts.ahead));
  }

  get commands(): CommandBus {
    return this.context.get(CommandBus);
  }

  get commitments(): Commitments {
    return this.context.get(Commitments);
  }

  get isWatching(): boolean {
    return this.#watch !== undefined;
  }

  watch(): void {
    if (this.#watch) return;
    const real = agendaOf(this.parts.model);
    this.#watch = new Watch({
      agenda: this.parts.agenda?.(real, this.clock) ?? real,
      clock: this.clock,
      review: async (commitment, now) => (await this.commands.execute(new ReviewCommitment(commitment, now))).next,
      failed: (failures) => this.failures.push(...failures.filter(({ error }) => !(error instanceof Killed))),
    });
    this.#watch.start();
  }

  async stopWatching(): Promise<void> {
    await this.#watch?.stop();
    this.#watch = undefined;
  }

  /** What it had remembered of a customer is a second old at most; and in here a day goes by in a millisecond. */
  forget(): void {
    this.context.get(Ledger).forget();
  }

  killAfterNextAppend(): void {
    this.store.killAfterNextAppend();
  }

  /** Time has gone by, or the projections have moved: the watch has its turn, and dies of it where it was doomed. */
  async turn({ moved }: { moved: boolean }): Promise<void> {
    const watch = this.#watch;
    if (!watch) return;
    await this.clock.idle();
    if (moved) watch.moved();
    this.clock.tick();
    await this.clock.idle();
    await this.buryIfDead();
  }

  /** A new process takes the place of one that was killed. */
  async buryIfDead(): Promise<void> {
    if (!this.store.isDead()) return;
    const watched = this.isWatching;
    await this.stopWatching();
    this.store.revive();
    this.forget();
    if (watched) this.watch();
  }

  async close(): Promise<void> {
    await this.stopWatching();
    await this.context.close();
  }
}
