import { type EventStore, type LoggedEvent, type RecordedEvent } from '#kept/event-store';
import { LRUCache } from 'lru-cache';
import { CalendarNeeded } from './calendars.js';

/** A stream's folded state, and how far it is folded. */
interface Folded<State> {
  state: State;
  revision: bigint;
}

/** An event that cannot be folded: unreadable, or impossible after those before it. */
export class Poison extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause), { cause });
    this.name = 'Poison';
  }
}

/** How the streams of one kind are folded. */
export interface Fold<Entry, State> {
  /** Before the first entry. */
  readonly initial: State;
  /** Before the first entry, for a fold that is to remember its past: its steps never answer `undefined`. */
  readonly withPast: State;
  /** @returns `undefined` for an event that this program does not know */
  readonly decode: (event: LoggedEvent) => Entry | undefined;
  /** The state after an entry; `undefined` where that depends on more of the past than the state remembers. */
  readonly step: (state: State, entry: Entry, event: LoggedEvent) => State | undefined;
  /** What a state weighs in memory: 1 is about a kilobyte. */
  readonly weight: (state: State) => number;
}

/**
 * The folded states of one kind of stream, the most recently used in memory. One that is not there, or has forgotten
 * what is needed of it, is read from the store again up to the event before: the answer is the same, only later.
 */
export class Folds<Entry, State> {
  readonly #cache: LRUCache<string, Folded<State>>;

  /** @param capacity by weight */
  constructor(
    private readonly store: EventStore,
    private readonly fold: Fold<Entry, State>,
    capacity: number,
  ) {
    this.#cache = new LRUCache({ maxSize: capacity, sizeCalculation: ({ state }) => fold.weight(state) });
  }

  /**
   * The entry that an event holds; `undefined` where this program does not know its type.
   * @throws Poison
   */
  decode(event: LoggedEvent): Entry | undefined {
    try {
      return this.fold.decode(event);
    } catch (error) {
      throw new Poison(error);
    }
  }

  /**
   * The state after an event.
   * @throws Poison where the step throws; the state before stands then
   * @throws CalendarNeeded
   */
  async after(event: LoggedEvent, entry: Entry): Promise<State> {
    return this.afterNow(event, entry) ?? this.#keep(event, this.#step(await this.#read(event), entry, event)!);
  }

  /** What `after` does, where nothing has to be read: most of the time. `undefined` where something has to. */
  afterNow(event: LoggedEvent, entry: Entry): State | undefined {
    const before = this.#known(event);
    if (before === undefined) return undefined;
    const after = this.#step(before, entry, event);
    return after === undefined ? undefined : this.#keep(event, after);
  }

  #known({ stream, revision }: LoggedEvent): State | undefined {
    if (revision === 0n) return this.fold.initial;
    const cached = this.#cache.get(stream);
    // Ahead or behind after a batch that was rolled back, behind after an event of a type that is not known: then it
    // is no use.
    return cached?.revision === revision - 1n ? cached.state : undefined;
  }

  #keep({ stream, revision }: LoggedEvent, state: State): State {
    this.#cache.set(stream, { state, revision });
    return state;
  }

  #step(state: State, entry: Entry, event: LoggedEvent): State | undefined {
    try {
      return this.fold.step(state, entry, event);
    } catch (error) {
      throw error instanceof CalendarNeeded ? error : new Poison(error);
    }
  }

  /** The state before an event, from the first event of its stream on, with its past. */
  async #read({ stream, revision }: LoggedEvent): Promise<State> {
    let state = this.fold.withPast;
    if (revision === 0n) return state;
    for await (const page of this.store.readStream(stream, { to: revision - 1n }))
      for (const recorded of page) {
        const event = logged(recorded);
        const entry = this.decode(event);
        if (entry !== undefined) state = this.#step(state, entry, event)!;
      }
    return state;
  }
}

function logged({ metadata, ...event }: RecordedEvent): LoggedEvent {
  const { schemaVersion, occurredAt, recordedAt } = metadata;
  return { ...event, schemaVersion, occurredAt, recordedAt };
}
