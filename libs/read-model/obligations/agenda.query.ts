import { type Instant } from '#kept/domain';
import { type Kysely } from 'kysely';
import { type ReadModel } from '../read-model.js';
import { type Database } from '../schema/database.js';
import { ask, standpointOf } from '../standpoint.js';

/** A commitment of which the ledger has, or will have, something to say by itself. */
export interface AgendaItem {
  commitment: string;
  /** When; in the past where it was missed. */
  attentionAt: Instant;
  /** Keys of the row: of the promise, and of what was recorded last. */
  position: number;
  lastPosition: number;
}

/** Where a reader of the agenda has come to, in the order of time. */
export interface AgendaPlace {
  attentionAt: Instant;
  position: number;
}

/** How far the agenda has followed the log. @throws ReadModelRefused `not-built` */
export function agendaReached(model: ReadModel): Promise<number> {
  return ask(model, (trx) => standpointOf(model, trx, PROJECTIONS_READ, undefined));
}

/** The first commitments that are due by a moment, beyond a place; in the order of time. */
export function agendaDue(
  model: ReadModel,
  { after, until, limit }: { after: AgendaPlace | undefined; until: Instant; limit: number },
): Promise<AgendaItem[]> {
  let rows = items(model.db).where('obligations.attention_at', '<=', until);
  if (after)
    rows = rows.where((is) =>
      is(
        is.refTuple('obligations.attention_at', 'obligations.position'),
        '>',
        is.tuple(after.attentionAt, after.position),
      ),
    );
  return rows.orderBy('obligations.attention_at').orderBy('obligations.position').limit(limit).execute();
}

/** The first commitments of which anything was recorded beyond a position, and that are due by a moment. */
export function agendaChanged(
  model: ReadModel,
  { after, until, limit }: { after: number; until: Instant; limit: number },
): Promise<AgendaItem[]> {
  return items(model.db)
    .where('obligations.last_position', '>', after)
    .where('obligations.attention_at', '<=', until)
    .orderBy('obligations.last_position')
    .limit(limit)
    .execute();
}

/** When the next commitment after a moment is due; `undefined` where none is. */
export async function agendaNext({ db }: ReadModel, after: Instant): Promise<Instant | undefined> {
  const row = await db
    .selectFrom('obligations')
    .select('attention_at')
    .where('attention_at', '>', after)
    .orderBy('attention_at')
    .limit(1)
    .executeTakeFirst();
  return (row?.attention_at ?? undefined) as Instant | undefined;
}

const PROJECTIONS_READ = ['obligations', 'commitments'];

function items(db: Kysely<Database>) {
  return db
    .selectFrom('obligations')
    .innerJoin('commitments', 'commitments.position', 'obligations.position')
    .select([
      'commitments.commitment',
      'obligations.position',
      'obligations.last_position as lastPosition',
      'obligations.attention_at as attentionAt',
    ])
    .$narrowType<{ attentionAt: Instant }>();
}
