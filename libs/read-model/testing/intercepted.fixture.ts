import { type CompiledQuery, type DatabaseConnection, type Dialect, type Driver, type QueryResult } from 'kysely';
import { type Engine } from '../engine/engine.js';

/** What is done instead of a statement; mostly the statement, and something before or after it. */
export type Around = (
  query: CompiledQuery,
  execute: (query: CompiledQuery) => Promise<QueryResult<unknown>>,
) => Promise<QueryResult<unknown>>;

/** An engine every statement of which passes through other hands. */
export function intercepted(engine: Engine, around: Around): Engine {
  const { dialect } = engine;
  const wrapped: Dialect = {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => driverWith(dialect.createDriver(), around),
  };
  return { ...engine, dialect: wrapped };
}

function driverWith(driver: Driver, around: Around): Driver {
  const originals = new WeakMap<DatabaseConnection, DatabaseConnection>();
  return new Proxy(driver, {
    get(target, name) {
      // It knows its own connections only.
      if (name === 'releaseConnection')
        return (connection: DatabaseConnection) => target.releaseConnection(originals.get(connection)!);
      if (name === 'acquireConnection')
        return async (): Promise<DatabaseConnection> => {
          const connection = await target.acquireConnection();
          const wrapped = {
            executeQuery: (query) => around(query, (one) => connection.executeQuery(one)),
            streamQuery: (query, size) => connection.streamQuery(query, size),
          } as DatabaseConnection;
          originals.set(wrapped, connection);
          return wrapped;
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
