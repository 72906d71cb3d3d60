import { type EventStore } from '#kept/event-store';
import { generationsOf, parkedBy } from '../runner/generations.js';
import { positionNumber } from '../runner/position.js';
import { type ReadModel } from '../read-model.js';

export interface ParkedStatus {
  stream: string;
  /** Position of the event that could not be read. */
  position: string;
  error: string;
  /** Later events of the stream that were passed over. */
  skipped: number;
}

/** How one generation of a projection stands. */
export interface ProjectionStatus {
  projection: string;
  version: number;
  generation: number;
  state: 'building' | 'live';
  /** Everything up to this position is in the tables. */
  checkpoint: string;
  head: string;
  /** Head − checkpoint, in positions of the store: 0 when it is up to date, otherwise only a measure. */
  lag: number;
  parked: ParkedStatus[];
}

/** How far each projection has come, and what it could not read. */
export async function status(model: ReadModel, store: EventStore): Promise<ProjectionStatus[]> {
  const head = await store.head();
  const generations = await generationsOf(model);
  return Promise.all(
    generations.map(async (one) => ({
      projection: one.projection.name,
      version: one.version,
      generation: one.generation,
      state: one.state,
      checkpoint: String(one.position),
      head: String(head),
      lag: positionNumber(head) - positionNumber(one.position),
      parked: (await parkedBy(model, one)).map(({ stream, position, error, skipped }) => ({
        stream,
        position: String(position),
        error,
        skipped,
      })),
    })),
  );
}
