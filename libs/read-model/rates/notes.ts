import { type Kysely } from 'kysely';
import { type Database } from '../schema/database.js';
import { type SliceKey } from './question.js';

/** Something a reader of an answer must know: a stable code, and a sentence. */
export interface Note {
  code: 'slices-overlap' | 'streams-parked';
  text: string;
}

export async function notesOn(db: Kysely<Database>, by: readonly SliceKey[]): Promise<Note[]> {
  const overlapping = by.filter((key) => key === 'reason' || key === 'dimension');
  const notes = overlapping.map((key): Note => ({ code: 'slices-overlap', text: OVERLAPS[key] }));
  const { parked } = await db
    .selectFrom('parked')
    .innerJoin('projections', (join) =>
      join
        .onRef('projections.projection', '=', 'parked.projection')
        .onRef('projections.generation', '=', 'parked.generation'),
    )
    .select(({ fn }) => fn.countAll().as('parked'))
    .where('parked.projection', '=', 'rates')
    .where('projections.state', '=', 'live')
    .where('stream', 'like', 'commitment-%')
    .executeTakeFirstOrThrow();
  if (Number(parked) > 0)
    notes.push({
      code: 'streams-parked',
      text: `${Number(parked)} commitments have entries that cannot be read; they count as far as they can be read.`,
    });
  return notes;
}

const OVERLAPS = {
  reason: 'A commitment is counted under each of its reasons: these slices overlap and do not add up.',
  dimension: 'A commitment is counted under each of its dimensions: these slices overlap and do not add up.',
};
