import { type ReadModel } from '../read-model.js';
import { physical } from '../schema/database.js';

/** Everything a read model says, byte for byte, and nothing of how it came to say it. */
export async function contentOf(model: ReadModel): Promise<string> {
  const lines: string[] = [];
  for (const { name, columns } of model.projections.flatMap(({ tables }) => tables)) {
    const rows = await physical(model.db).selectFrom(name).select(Object.keys(columns)).orderBy('position').execute();
    lines.push(name, ...rows.map((row) => JSON.stringify(row)));
  }
  const parked = await model.db
    .selectFrom('parked')
    .select(['projection', 'stream', 'position', 'skipped', 'error'])
    .orderBy('projection')
    .orderBy('stream')
    .execute();
  return [...lines, 'parked', ...parked.map((row) => JSON.stringify(row))].join('\n');
}
