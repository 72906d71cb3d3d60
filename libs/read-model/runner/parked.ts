import { type LoggedEvent } from '#kept/event-store';
import { type Kysely } from 'kysely';
import { type Database, type ParkedRow } from '../schema/database.js';
import { type Generation } from './generations.js';
import { positionNumber } from './position.js';

type Parked = Pick<ParkedRow, 'stream' | 'position' | 'error' | 'skipped'>;

const LONGEST_ERROR = 500;

/**
 * The streams that cannot be read beyond some event. Each waits by itself, everything else goes on, and the status shows
 * it; a program that can read the event starts a new generation, which begins with none parked.
 */
export class ParkedStreams {
  readonly #parked: Map<string, Parked>;
  readonly #changed = new Set<string>();

  constructor(rows: readonly Parked[]) {
    this.#parked = new Map(rows.map((row) => [row.stream, row]));
  }

  /** Whether the event's stream is parked; the event is counted then. */
  passOver({ stream }: LoggedEvent): boolean {
    if (this.#parked.size === 0) return false;
    const parked = this.#parked.get(stream);
    if (!parked) return false;
    this.#parked.set(stream, { ...parked, skipped: parked.skipped + 1 });
    this.#changed.add(stream);
    return true;
  }

  /** @param problem names types, fields and codes; never what an entry says about a person */
  park({ stream, position }: LoggedEvent, problem: string): void {
    const error = problem.slice(0, LONGEST_ERROR);
    this.#parked.set(stream, { stream, position: positionNumber(position), error, skipped: 0 });
    this.#changed.add(stream);
  }

  /** Writes what has changed since the last time. */
  async save(trx: Kysely<Database>, generations: readonly Generation[]): Promise<void> {
    for (const stream of this.#changed)
      for (const { projection, generation } of generations) {
        const parked = this.#parked.get(stream)!;
        await trx
          .insertInto('parked')
          .values({ projection: projection.name, generation, ...parked })
          .onConflict((conflict) =>
            conflict.columns(['projection', 'generation', 'stream']).doUpdateSet({ skipped: parked.skipped }),
          )
          .execute();
      }
  }

  /** What was saved is saved. */
  settle(): void {
    this.#changed.clear();
  }
}
