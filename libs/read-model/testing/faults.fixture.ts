import { type DatabaseConnection, type Dialect, type Driver } from 'kysely';
import { type Engine } from '../engine/engine.js';

/** Loses power before the n-th statement from now, once; `undefined` never. */
export interface Fuse {
  statements: number | undefined;
}

export class PowerCut extends Error {}

/** An engine whose process dies when the fuse has burnt down. */
export function withFuse(engine: Engine, fuse: Fuse): Engine {
  const burn = (): void => {
    if (fuse.statements === undefined) return;
    fuse.statements -= 1;
    if (fuse.statements > 0) return;
    fuse.statements = undefined;
    throw new PowerCut('power cut');
  };
  const { dialect } = engine;
  const wrapped: Dialect = {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => driverWith(dialect.createDriver(), burn),
  };
  return { ...engine, dialect: wrapped };
}

function driverWith(driver: Driver, burn: () => void): Driver {
  const originals = new WeakMap<DatabaseConnection, DatabaseConnection>();
  return new Proxy(driver, {
    get(target, name) {
      // It knows its own connections only.
      if (name === 'releaseConnection')
        return (connection: DatabaseConnection) => target.releaseConnection(originals.get(connection)!);
      if (name === 'acquireConnection')
        return async (): Promise<DatabaseConnection> => {
          const connection = await target.acquireConnection();
          const wrapped: DatabaseConnection = {
            executeQuery: (query) => {
              // What is undone by the end of the process needs no statement.
              if (query.sql !== 'rollback') burn();
              return connection.executeQuery(query);
            },
            streamQuery: (query, size) => connection.streamQuery(query, size),
          };
          originals.set(wrapped, connection);
          return wrapped;
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
