import { type Kysely, sql } from 'kysely';
import { ReadModelRefused } from '../../errors.js';
import { type Database } from '../../schema/database.js';

/** How the bookkeeping is laid out; raised with every change of it. What it keeps of projections has its own versions. */
const LAYOUT = 1;

/** On the table `projections`: whose it is, and how it is laid out. */
const MARK = 'Kept read model, layout ';

const OLDEST_SERVER = 130_000;

interface Found {
  version: number;
  encoding: string;
  schema: string | null;
  /** Whether there is a table `projections`, and what it says of itself. */
  there: boolean;
  comment: string | null;
}

/**
 * Makes the bookkeeping in an empty schema, and knows what it has made again.
 * @throws ReadModelRefused `place-unfit`
 */
export async function prepare(trx: Kysely<Database>, place: string, make: () => Promise<void>): Promise<void> {
  const { rows } = await sql<Found>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      current_schema() as schema, there is not null as there, obj_description(there, 'pg_class') as comment
    from to_regclass(quote_ident(current_schema()) || '.projections') as there`.execute(trx);
  const found = rows[0]!;
  const problem = problemWith(found);
  if (problem !== undefined) throw new ReadModelRefused('place-unfit', `${place} ${problem}`);
  if (found.there) return;
  await make();
  await sql`comment on table projections is ${sql.lit(MARK + String(LAYOUT))}`.execute(trx);
}

function problemWith({ version, encoding, schema, there, comment }: Found): string | undefined {
  if (version < OLDEST_SERVER)
    return `is on PostgreSQL ${Math.floor(version / 10_000)}, and 13 is the oldest that will do`;
  if (encoding !== 'UTF8')
    return `is encoded in ${encoding}, and must be in UTF8: create the database with encoding 'UTF8'`;
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
