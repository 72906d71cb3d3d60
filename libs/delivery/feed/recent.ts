import { type LoggedEvent, type Position } from '#kept/event-store';

/** The events that came last, as many as are kept: whoever follows the log closely need not read it. */
export class Recent {
  #events: LoggedEvent[] = [];
  #tip: Position;

  /** @param floor what came up to here was never seen */
  constructor(
    private floor: Position,
    private readonly most: number,
  ) {
    this.#tip = floor;
  }

  push(events: readonly LoggedEvent[]): void {
    this.#events.push(...events);
    this.#tip = events.at(-1)?.position ?? this.#tip;
    // Twice as many are let in before the older half goes, so that each event is moved once and not every time.
    if (this.#events.length < 2 * this.most) return;
    const gone = this.#events.length - this.most;
    this.floor = this.#events[gone - 1]!.position;
    this.#events = this.#events.slice(gone);
  }

  /** At most so many events after a position; `undefined` where some of them are gone. */
  after(position: Position, limit: number): readonly LoggedEvent[] | undefined {
    if (position < this.floor) return undefined;
    if (position >= this.#tip) return [];
    const from = this.#indexAfter(position);
    return this.#events.slice(from, from + limit);
  }

  #indexAfter(position: Position): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#events[middle]!.position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
