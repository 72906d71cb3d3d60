import { type QueryExecutorProvider, sql } from 'kysely';

/** What every lib that keeps rows asks of a server: the language of its tables, and every letter there is. */
export interface ServerFound {
  /** As the server has it: 180004 */
  version: number;
  encoding: string;
  /** The first of the connection's search path that is there. */
  schema: string | null;
}

const OLDEST_SERVER = 130_000;

/** What there is. */
export async function findServer(db: QueryExecutorProvider): Promise<ServerFound> {
  const { rows } = await sql<ServerFound>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      current_schema() as schema`.execute(db);
  return rows[0]!;
}

/** Why nothing of ours can be kept there, as the end of a sentence; `undefined` where it can. */
export function problemWithServer({
  version,
  encoding,
}: Pick<ServerFound, 'version' | 'encoding'>): string | undefined {
  if (version < OLDEST_SERVER)
    return `is on PostgreSQL ${Math.floor(version / 10_000)}, and 13 is the oldest that will do`;
  if (encoding !== 'UTF8')
    return `is encoded in ${encoding}, and must be in UTF8: create the database with encoding 'UTF8'`;
  return undefined;
}
