import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type LoadFigures, type LoadOrder } from './load-order.js';
import { processorTime } from './processor-time.js';

/** What was measured of one server, once. */
export interface Figures extends LoadFigures {
  perSecond: number;
  /** Microseconds of processor time an answer, of the thread that answers and of the process; 0 where nobody knows. */
  mainMicroseconds: number;
  allMicroseconds: number;
}

const GENERATOR = fileURLToPath(new URL('load-generator.js', import.meta.url));

/**
 * Puts load on a server from a process of its own.
 * @param pid of the server, for what it costs
 * @throws unless every answer has the status that is expected
 */
export async function measure(order: LoadOrder, { pid, status }: { pid: number; status: string }): Promise<Figures> {
  const child = fork(GENERATOR, { execArgv: [] });
  let before = processorTime(pid);
  let after = before;
  let figures: LoadFigures | undefined;
  child.on('message', (said: 'counting' | 'counted' | LoadFigures) => {
    if (said === 'counting') before = processorTime(pid);
    else if (said === 'counted') after = processorTime(pid);
    else figures = said;
  });
  child.send(order);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || !figures) throw new Error(`the load generator ended with ${String(code)}`);
  const { answers, milliseconds, statuses } = figures;
  if (Object.keys(statuses).join() !== status) throw new Error(`answers were ${JSON.stringify(statuses)}`);
  const each = (what: 'main' | 'all'): number =>
    before && after ? ((after[what] - before[what]) * 1_000) / answers : 0;
  return {
    ...figures,
    perSecond: (answers * 1_000) / milliseconds,
    mainMicroseconds: each('main'),
    allMicroseconds: each('all'),
  };
}
