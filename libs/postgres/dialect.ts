import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
  type TransactionSettings,
} from 'kysely';

/** How transactions begin: statements that may be followed by what each of them needs first. */
export interface Beginnings {
  /** Those that write. */
  writing: string;
  /** Those that ask for an isolation level: they are questions, read one snapshot and write nothing. */
  asking: string;
}

/** PostgreSQL, with transactions that begin as whoever keeps the rows needs them. */
export class KeptPostgresDialect extends PostgresDialect {
  constructor(
    private readonly pool: PostgresPool,
    private readonly beginnings: Beginnings,
  ) {
    super({ pool });
  }

  override createDriver(): PostgresDriver {
    return new Driver(this.pool, this.beginnings);
  }
}

class Driver extends PostgresDriver {
  constructor(
    pool: PostgresPool,
    private readonly beginnings: Beginnings,
  ) {
    super({ pool });
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const { writing, asking } = this.beginnings;
    try {
      await connection.executeQuery(CompiledQuery.raw(settings.isolationLevel === undefined ? writing : asking));
    } catch (error) {
      // It has begun all the same, and would lie in wait for whoever gets the connection next.
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined);
      throw error;
    }
  }
}
