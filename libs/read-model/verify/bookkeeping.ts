import { type EventStore, type Finding } from '#kept/event-store';
import { type ReadModel } from '../read-model.js';
import { type Generation, parkedBy } from '../runner/generations.js';
import { type ParkedRow } from '../schema/database.js';
import { indexName } from '../schema/ddl.js';

/** Whether the checkpoints can be of this log. Where they cannot, there is nothing to compare the rows with. */
export async function bookkeepingFaults(
  { engine, projections }: ReadModel,
  store: EventStore,
  generations: readonly Generation[],
): Promise<Finding[]> {
  const [identity, head] = [await store.identity(), await store.head()];
  const findings: Finding[] = [];
  for (const { projection, generation, version, state, position, store: origin } of generations) {
    const place = `${engine.place}, table projections, ${projection.name} generation ${generation}`;
    if (origin !== identity)
      findings.push({ place: `${place}, column store`, problem: `holds ${origin}, and this store is ${identity}` });
    if (position > head || position < 0n)
      findings.push({
        place: `${place}, column position`,
        problem: `holds ${String(position)}, and the log ends at ${String(head)}`,
      });
    if (state === 'live' && version !== projection.version)
      findings.push({
        place: `${place}, column version`,
        problem: `holds ${version}, and this program has version ${projection.version}: catch up first`,
      });
    // The column's type is our own promise; the file may hold anything.
    if (!['live', 'building'].includes(state))
      findings.push({ place: `${place}, column state`, problem: `holds ${JSON.stringify(state)}` });
  }
  for (const { name } of projections) {
    const live = generations.filter(({ projection, state }) => projection.name === name && state === 'live');
    if (live.length !== 1)
      findings.push({
        place: `${engine.place}, table projections, ${name}`,
        problem:
          live.length === 0 ? 'has no live generation: it was never built' : `has ${live.length} live generations`,
      });
  }
  return findings;
}

/** Indexes that a generation should have and has not: answers would be right, and slow. */
export async function* structureFaults(
  { db, engine }: ReadModel,
  { projection, generation }: Generation,
): AsyncGenerator<Finding> {
  const there = await engine.indexNames(db);
  for (const table of projection.tables)
    for (const columns of table.indexes) {
      const name = engine.identifier(indexName(table, generation, columns));
      if (!there.has(name)) yield { place: `${engine.place}, index ${name}`, problem: 'is missing' };
    }
}

/** What was parked — by the stored rows — must be what a fresh fold parks. */
export async function* parkedFaults(
  model: ReadModel,
  parked: readonly ParkedRow[],
  fresh: ReadModel,
  stored: Generation,
): AsyncGenerator<Finding> {
  const { projection, generation } = stored;
  const have = byStream(parked.filter((row) => row.projection === projection.name && row.generation === generation));
  const want = byStream(await parkedBy(fresh, { ...stored, generation: 1 }));
  for (const stream of new Set([...have.keys(), ...want.keys()])) {
    const place = `${model.engine.place}, table parked, ${stored.projection.name}, stream ${stream}`;
    const [is, should] = [have.get(stream), want.get(stream)];
    if (!is) yield { place, problem: 'the row is missing' };
    else if (!should) yield { place, problem: 'the row should not be there' };
    else
      for (const column of ['position', 'skipped', 'error'] as const)
        if (is[column] !== should[column])
          yield {
            place: `${place}, column ${column}`,
            problem: `holds ${JSON.stringify(is[column])}, and the log says ${JSON.stringify(should[column])}`,
          };
  }
}

const byStream = (rows: readonly ParkedRow[]): Map<string, ParkedRow> => new Map(rows.map((row) => [row.stream, row]));
