import { type EventStore, type LoggedEvent, type RecordedEvent } from '#kept/event-store';
import { LRUCache } from 'lru-cache';

/** A stream's folded state, and how far it is folded. */
interface Folded<State> {
  state: State;
  revision: bigint;
  /** Events folded in: what it weighs in the cache. */
  events: number;
}

/** An event that cannot be folded: unreadable, or impossible after those before it. */
export class Poison extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause), { cause });
    this.name = 'Poison';
  }
}

export type FoldStep<State> = (state: State, event: LoggedEvent) => State;

/**
 * The folded states of one kind of stream, the most recently used in memory. One that is not there is read from the
 * store again up to the event before: the answer is the same, only later.
 */
export class Folds<State> {
  readonly #cache: LRUCache<string, Folded<State>>;

  /** @param capacity events whose states are kept in memory */
  constructor(
    private readonly store: EventStore,
    private readonly initial: State,
    private readonly step: FoldStep<State>,
    capacity: number,
  ) {
    this.#cache = new LRUCache({ maxSize: capacity, sizeCalculation: ({ events }) => events });
  }

  /**
   * The state after an event.
   * @throws Poison where the step throws; the state before stands then
   */
  async after(event: LoggedEvent): Promise<State> {
    const before = this.#known(event) ?? (await this.#read(event));
    return this.#advance(before, event);
  }

  /** What `after` does, where nothing has to be read: most of the time. `undefined` where something has to. */
  afterNow(event: LoggedEvent): State | undefined {
    const before = this.#known(event);
    return before && this.#advance(before, event);
  }

  #known({ stream, revision }: LoggedEvent): Folded<State> | undefined {
    if (revision === 0n) return { state: this.initial, revision: -1n, events: 0 };
    const cached = this.#cache.get(stream);
    // Ahead or behind after a batch that was rolled back: then it is no use.
    return cached?.revision === revision - 1n ? cached : undefined;
  }

  #advance(before: Folded<State>, event: LoggedEvent): State {
    const state = this.#step(before.state, event);
    this.#cache.set(event.stream, { state, revision: event.revision, events: before.events + 1 });
    return state;
  }

  #step(state: State, event: LoggedEvent): State {
    try {
      return this.step(state, event);
    } catch (error) {
      throw new Poison(error);
    }
  }

  async #read({ stream, revision }: LoggedEvent): Promise<Folded<State>> {
    let state = this.initial;
    let events = 0;
    for await (const page of this.store.readStream(stream, { to: revision - 1n }))
      for (const recorded of page) {
        state = this.#step(state, logged(recorded));
        events += 1;
      }
    return { state, revision: revision - 1n, events };
  }
}

function logged({ metadata, ...event }: RecordedEvent): LoggedEvent {
  const { schemaVersion, occurredAt, recordedAt } = metadata;
  return { ...event, schemaVersion, occurredAt, recordedAt };
}
