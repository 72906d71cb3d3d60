import { type Position } from '#kept/event-store';

/** The place of an entry among those that have been read. */
export interface Place {
  readonly position: Position;
  settled: boolean;
}

/** Settled places that may lie before the first unsettled one until they are removed. */
const SLACK = 1_000;

/**
 * What has been read and is not settled yet: neither acknowledged, nor given up, nor held. The cursor lies before the
 * first of it, so that what was in memory alone is read again after a crash.
 */
export class Window {
  #places: Place[] = [];
  #first = 0;
  #size = 0;
  #cursor: Position;

  constructor(cursor: Position) {
    this.#cursor = cursor;
  }

  /** Everything up to here is settled. */
  get cursor(): Position {
    return this.#cursor;
  }

  /** How many are not settled. */
  get size(): number {
    return this.#size;
  }

  add(position: Position): Place {
    const place = { position, settled: false };
    this.#places.push(place);
    this.#size += 1;
    return place;
  }

  settle(place: Place): void {
    if (place.settled) return;
    place.settled = true;
    this.#size -= 1;
    this.#advance();
  }

  /** Nothing else was to be read up to here. */
  through(position: Position): void {
    this.#places.push({ position, settled: true });
    this.#advance();
  }

  #advance(): void {
    for (let place; (place = this.#places[this.#first])?.settled; this.#first += 1) this.#cursor = place.position;
    if (this.#first < SLACK) return;
    this.#places = this.#places.slice(this.#first);
    this.#first = 0;
  }
}
