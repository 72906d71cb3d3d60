import { type EventStore } from '#kept/event-store';
import { type ReadModel } from '../read-model.js';
import { type Generation, parkedBy } from './generations.js';
import { Lane } from './lane.js';
import { ParkedStreams } from './parked.js';

/** Puts generations together that can share one fold, furthest behind first. */
export async function lanesOf(
  model: ReadModel,
  store: EventStore,
  generations: readonly Generation[],
): Promise<Lane[]> {
  const lanes = new Map<string, { generations: Generation[]; parked: Awaited<ReturnType<typeof parkedBy>> }>();
  for (const generation of generations) {
    const parked = await parkedBy(model, generation);
    const streams = parked.map(({ stream }) => stream).sort();
    const key = JSON.stringify([String(generation.position), ...streams]);
    const lane = lanes.get(key);
    if (lane) lane.generations.push(generation);
    else lanes.set(key, { generations: [generation], parked });
  }
  return [...lanes.values()]
    .map((lane) => new Lane(model, store, lane.generations, new ParkedStreams(lane.parked)))
    .sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0));
}
