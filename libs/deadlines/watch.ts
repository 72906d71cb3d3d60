import { type Instant } from '#kept/domain';
import { type Agenda, type AgendaItem, type AgendaPlace, type Clock, type ReviewOne } from './ports.js';
import { type FailedReview, reviewAll } from './reviews.js';

export interface WatchParts {
  agenda: Agenda;
  review: ReviewOne;
  clock: Clock;
  /** Whose share of the commitments it looks after; default: all of them. Others may look after the rest. */
  isMine?: (commitment: string) => boolean;
  /** Told of reviews that failed; they are tried again. */
  failed?: (failures: readonly FailedReview[]) => void;
}

/** Commitments read at a time: what the watch holds in memory, however many are open. */
const PAGE = 5_000;

/**
 * Milliseconds it sleeps at most. A timer runs by elapsed time and the agenda by the clock on the wall, which may be set:
 * nobody tells when that happens, so the watch looks at the clock, and only at the clock.
 */
const LONGEST_SLEEP = 1_000;

/** Milliseconds before a page that could not be reviewed is tried again: doubled each time. */
const FIRST_RETRY = 100;
const LONGEST_RETRY = 30_000;

/** How often what fails while others succeed is tried: then it is left to the next change, and has been told of. */
const ATTEMPTS = 5;

/**
 * Finds breaches by itself. It follows the agenda in two ways: along the clock, for what time brings, and along the log,
 * for what entries bring whose moment has passed already. Neither place is stored: after a stop it begins with everything
 * that is due, and what has been said already is said only once.
 */
export class Watch {
  readonly #parts: WatchParts;
  readonly #stop = new AbortController();
  /** Aborted when the agenda moves, or the watch is to end: whoever sleeps until something is due wakes. */
  #moves = new AbortController();
  #running: Promise<void> | undefined;
  /** Everything due up to here has been reviewed. */
  #time: AgendaPlace | undefined;
  /** Everything that changed up to here has been reviewed, if its moment had passed. */
  #log = 0;
  /**
   * What the agenda puts too early: it does not know who was forgotten, and what is no longer owed to them hides what is
   * owed later. Those few are kept here, after a first look at them.
   */
  readonly #later = new Map<string, AgendaItem>();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** To be called when the agenda has moved. */
  moved(): void {
    this.#moves.abort();
  }

  /** Ends after the reviews at hand. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#moves.abort();
    await this.#running;
  }

  /** Reviews everything that is due now. @returns how many commitments it looked at */
  async catchUp(): Promise<number> {
    const { agenda, clock } = this.#parts;
    // Before the first look: what is recorded meanwhile is found along the log.
    if (this.#time === undefined) this.#log = await agenda.reached();
    return (await this.#alongTheClock(clock.now())) + (await this.#alongTheLog());
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.catchUp();
        await this.#rest();
      } catch (error) {
        // The agenda cannot be read: not built yet, or its disk is gone.
        this.#parts.failed?.([{ item: NOBODY, error }]);
        await this.#pause(LONGEST_SLEEP);
      }
    }
  }

  async #alongTheClock(now: Instant): Promise<number> {
    const { agenda } = this.#parts;
    // The clock has been set back: what lies between comes again.
    if (this.#time && this.#time.attentionAt > now) this.#time = { attentionAt: now, position: 0 };
    let reviewed = 0;
    while (!this.#stop.signal.aborted) {
      const page = await agenda.due({ after: this.#time, until: now, limit: PAGE });
      if (!(await this.#review(page, now))) break;
      reviewed += page.length;
      const last = page.at(-1);
      if (page.length < PAGE) {
        this.#time = { attentionAt: now, position: last?.attentionAt === now ? last.position : 0 };
        break;
      }
      this.#time = last;
    }
    const late = [...this.#later.values()].filter(({ attentionAt }) => attentionAt <= now);
    return (await this.#review(late, now)) ? reviewed + late.length : reviewed;
  }

  async #alongTheLog(): Promise<number> {
    const { agenda, clock } = this.#parts;
    let reviewed = 0;
    while (!this.#stop.signal.aborted) {
      // First how far, then what: a change in between is found next time.
      const reached = await agenda.reached();
      const now = clock.now();
      const page = reached > this.#log ? await agenda.changed({ after: this.#log, until: now, limit: PAGE }) : [];
      if (!(await this.#review(page, now))) break;
      reviewed += page.length;
      this.#log = page.length < PAGE ? Math.max(this.#log, reached) : page.at(-1)!.lastPosition;
      if (page.length < PAGE) break;
    }
    return reviewed;
  }

  /** @returns `false` where the watch was stopped before everything had its turn */
  async #review(page: readonly AgendaItem[], now: Instant): Promise<boolean> {
    const { failed, isMine } = this.#parts;
    const review = (commitment: string): Promise<void> => this.#reviewOne(commitment, now);
    let wait = FIRST_RETRY;
    let left = isMine ? page.filter(({ commitment }) => isMine(commitment)) : page;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const failures = await reviewAll(left, now, review, this.#stop.signal);
      if (this.#stop.signal.aborted) return false;
      if (failures.length > 0) failed?.(failures);
      // Where nothing works, nothing is given up.
      if (failures.length < left.length && attempt >= ATTEMPTS) break;
      left = failures.map(({ item }) => item);
      if (left.length === 0) break;
      await this.#pause(wait);
      wait = Math.min(wait * 2, LONGEST_RETRY);
    }
    return !this.#stop.signal.aborted;
  }

  async #reviewOne(commitment: string, now: Instant): Promise<void> {
    const attentionAt = await this.#parts.review(commitment, now);
    this.#later.delete(commitment);
    if (attentionAt !== undefined && attentionAt > now)
      this.#later.set(commitment, { commitment, attentionAt, position: 0, lastPosition: 0 });
  }

  /** When the agenda, or what it puts too early, is next due after a moment. */
  async #next(after: Instant): Promise<Instant | undefined> {
    const next = await this.#parts.agenda.next(after);
    const others = [...this.#later.values()].map(({ attentionAt }) => attentionAt).filter((at) => at > after);
    return others.reduce((first, at) => (first === undefined || at < first ? at : first), next);
  }

  /** Sleeps until something is due or the agenda moves. It looks at the clock meanwhile, and leaves the agenda alone. */
  async #rest(): Promise<void> {
    const { clock } = this.#parts;
    const { signal: moved } = this.#moves;
    const began = clock.now();
    const next = moved.aborted ? undefined : await this.#next(began);
    while (!moved.aborted && !this.#stop.signal.aborted) {
      const now = clock.now();
      if (now < began || (next !== undefined && next <= now)) return;
      const wait = next === undefined ? LONGEST_SLEEP : Math.min(next - now, LONGEST_SLEEP);
      await clock.sleep(wait, moved);
    }
    this.#moves = new AbortController();
  }

  /** Not even a move of the agenda ends this sleep. */
  async #pause(milliseconds: number): Promise<void> {
    await this.#parts.clock.sleep(milliseconds, this.#stop.signal);
  }
}

/** Of a failure that is about no commitment. */
const NOBODY: AgendaItem = { commitment: '', attentionAt: 0 as Instant, position: 0, lastPosition: 0 };
