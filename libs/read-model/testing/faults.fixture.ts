import { type Engine } from '../engine/engine.js';
import { intercepted } from './intercepted.fixture.js';

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
  return intercepted(engine, async (query, execute) => {
    // What is undone by the end of the process needs no statement.
    if (query.sql !== 'rollback') burn();
    return execute(query);
  });
}
