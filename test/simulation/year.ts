import { Refusal, type Instant, instant } from '#kept/domain';
import { type Agenda } from '#kept/deadlines';
import { type EventStore } from '#kept/event-store';
import { catchUp, openReadModel, PROJECTIONS, type ReadModel } from '#kept/read-model';
import { openEventStoreAt, type Places, readModelAt } from '#kept/workspace';
import { random } from '../support/random.js';
import { faultsOf } from './judge.js';
import { Killed } from './mortal-store.js';
import { People } from './people.js';
import { Chance } from './rules.js';
import { Site } from './site.js';
import { type SiteClock, type Time } from './site-clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** By how much a clock is wrong. */
const MOST_AHEAD = 5 * MINUTE;
const NEW_YEAR = Date.UTC(2024, 0, 1);

/** What the agenda is read from. */
const WATCHED = PROJECTIONS.filter(({ name }) => name === 'obligations' || name === 'commitments');

export interface YearOptions {
  /** Busy times in the year, and how much happens in each. */
  episodes?: number;
  steps?: number;
  agenda?: (real: Agenda, clock: SiteClock) => Agenda;
}

/**
 * Lives a year with real parts and a clock of its own.
 * @param places where nothing has been recorded yet
 * @returns what is wrong with what was recorded, at any quiet moment
 */
export async function liveAYear(seed: number, places: Places, options: YearOptions = {}): Promise<string[]> {
  const store = await openEventStoreAt(places.eventStore);
  const model = await openReadModel(readModelAt(places.readModel), WATCHED);
  const year = new Year(seed, store, model, options);
  try {
    return await year.live();
  } finally {
    await year.end();
    await model.close();
    await store.close();
  }
}

class Year {
  private readonly chance: Chance;
  private readonly time: Time = { now: instant(NEW_YEAR) };
  private readonly people: People;
  private readonly sites: Site[] = [];
  /** The latest it ever was on any clock. */
  private latest: Instant = this.time.now;
  private interloping = false;

  constructor(
    private readonly seed: number,
    private readonly store: EventStore,
    private readonly model: ReadModel,
    private readonly options: YearOptions,
  ) {
    this.chance = new Chance(random(seed));
    this.people = new People(this.chance, this.time, seed);
  }

  async live(): Promise<string[]> {
    const { episodes = 4, steps = 15 } = this.options;
    for (const ahead of [0, this.chance.below(MOST_AHEAD)]) this.sites.push(await this.site(ahead));
    await this.people.begin(this.sites[0]!);
    await catchUp(this.model, this.store);
    this.sites[0]!.watch();
    const faults: string[] = [];
    for (let episode = 0; episode < episodes && faults.length === 0; episode += 1) {
      for (let step = 0; step < steps; step += 1) await this.step();
      faults.push(...(await this.quiet()));
      await this.pass(Math.floor((365 * DAY) / episodes) - DAY);
    }
    return faults.length > 0 ? faults : this.quiet();
  }

  async end(): Promise<void> {
    for (const site of this.sites) await site.close();
  }

  private site(ahead: number): Promise<Site> {
    const { store, model, time } = this;
    const beforeAppend = (stream: string, revision: bigint, by: string) => this.interlope(stream, revision, by);
    const { agenda } = this.options;
    return Site.open({ store, model, time, ahead, beforeAppend, ...(agenda && { agenda }) });
  }

  /** One thing that happens, and the time that goes by after it. */
  private async step(): Promise<void> {
    const { chance, people } = this;
    const site = chance.oneOf(this.sites);
    if (chance.happens(0.08)) site.killAfterNextAppend();
    if (chance.happens(0.08)) await site.stopWatching();
    else if (chance.happens(0.3)) site.watch();
    await this.as(site, () => {
      if (people.commitments.length === 0 || chance.happens(0.15)) return people.promise(site);
      if (chance.happens(0.04)) return people.publish(site);
      if (chance.happens(0.08) && this.time.now === this.latest) return this.forget(site);
      return people.say(site);
    });
    if (chance.happens(0.7)) await this.project();
    await this.pass(chance.happens(0.3) ? 0 : chance.quarters(0, chance.happens(0.2) ? 40 : 3));
    if (chance.happens(0.05)) await this.pass(chance.happens(0.5) ? -chance.quarters(1, 30) : chance.quarters(1, 60));
  }

  /** As somebody does it: refused, or with the process dying of it, it was not done. */
  private async as(site: Site, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Killed)) throw error;
    }
    await site.buryIfDead();
  }

  /** What a process remembers of a customer is a second old at most, and in here a day goes by in a millisecond. */
  private async forget(site: Site): Promise<void> {
    // Later than what any clock has shown: a breach that was found by one that is ahead is not taken back for it.
    this.time.now = instant(this.time.now + MOST_AHEAD);
    this.latest = this.time.now;
    try {
      await this.people.forget(site);
    } finally {
      for (const one of this.sites) one.forget();
    }
  }

  private async pass(milliseconds: number): Promise<void> {
    this.time.now = instant(this.time.now + milliseconds);
    this.latest = instant(Math.max(this.latest, this.time.now));
    await this.turns(false);
  }

  private async project(): Promise<void> {
    await catchUp(this.model, this.store);
    await this.turns(true);
  }

  private async turns(moved: boolean): Promise<void> {
    await Promise.all(this.sites.map((site) => site.turn({ moved })));
  }

  /** Between what a watch has decided and its append somebody else may be faster. */
  private async interlope(stream: string, revision: bigint, by: string): Promise<void> {
    // Appends of several commitments come in any order: whose is interrupted does not depend on it.
    const place = Buffer.from(`${this.seed} ${stream} ${revision}`);
    const hash = place.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, 7);
    if (by !== 'watch' || this.interloping || random(hash)() > 0.25) return;
    this.interloping = true;
    try {
      await this.people.say(this.sites[1]!, stream.slice(stream.indexOf('-') + 1));
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Killed)) throw error;
    } finally {
      this.interloping = false;
    }
  }

  /** With a watch, and everything caught up: then what was recorded is to be what the reference says, and nothing else. */
  private async quiet(): Promise<string[]> {
    await this.pass(this.latest - this.time.now + MOST_AHEAD);
    if (!this.sites.some((site) => site.isWatching)) this.chance.oneOf(this.sites).watch();
    for (let head = -1n; head !== (await this.store.head());) {
      head = await this.store.head();
      await this.project();
      await this.turns(true);
    }
    const faults = await Promise.all(
      this.people.commitments.map((commitment) => faultsOf(this.store, commitment, this.time.now)),
    );
    const failures = this.sites.flatMap((site) =>
      site.failures.map((failure) => `a review failed: ${JSON.stringify(failure)}`),
    );
    return [...faults.flat(), ...failures];
  }
}
