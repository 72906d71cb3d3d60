import { findServer, problemWithServer, type ServerFound } from '#kept/postgres';
import { type Kysely, sql } from 'kysely';
import { ReadModelRefused } from '../../errors.js';
import { type Database } from '../../schema/database.js';

/** How the bookkeeping is laid out; raised with every change of it. What it keeps of projections has its own versions. */
const LAYOUT = 1;

/** On the table `projections`: whose it is, and how it is laid out. */
const MARK = 'Kept read model, layout ';

interface Found extends ServerFound {
  /** Whether there is a table `projections`, and what it says of itself. */
  there: boolean;
  comment: string | null;
}

/**
 * Makes the bookkeeping in an empty schema, and knows what it has made again.
 * @throws ReadModelRefused `place-unfit`
 */
export async function prepare(trx: Kysely<Database>, place: string, make: () => Promise<void>): Promise<void> {
  const { rows } = await sql<Pick<Found, 'there' | 'comment'>>`
    select there is not null as there, obj_description(there, 'pg_class') as comment
    from to_regclass(quote_ident(current_schema()) || '.projections') as there`.execute(trx);
  const found = { ...(await findServer(trx)), ...rows[0]! };
  const problem = problemWith(found);
  if (problem !== undefined) throw new ReadModelRefused('place-unfit', `${place} ${problem}`);
  if (found.there) return;
  await make();
  await sql`comment on table projections is ${sql.lit(MARK + String(LAYOUT))}`.execute(trx);
}

function problemWith({ schema, there, comment, ...server }: Found): string | undefined {
  const problem = problemWithServer(server);
  if (problem !== undefined) return problem;
  if (schema === null) return 'has no schema to make tables in: create the one that the address names';
  if (!there) return undefined;
  if (!comment?.startsWith(MARK))
    return `has a table "projections" in the schema "${schema}" that is somebody else's: give the read model a database or a schema of its own`;
  const layout = comment.slice(MARK.length);
  if (layout === String(LAYOUT)) return undefined;
  return Number(layout) > LAYOUT
    ? `was made by a newer version of this program (layout ${layout}, and this one knows ${LAYOUT}): use that one, or give this one an empty schema`
    : `was made by an older version of this program (layout ${layout}, and this one knows ${LAYOUT}): drop its schema, and it is built anew`;
}
