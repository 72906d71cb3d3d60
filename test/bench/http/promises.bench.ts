import { join } from 'node:path';
import { type Measured, median, thousands } from '../report.js';
import { inScratch } from '../scratch.js';
import { startBare } from './bare.js';
import { LagWatch } from './lag.js';
import { type LoadOrder } from './load-order.js';
import { type Figures, measure } from './measure.js';
import { promiseBodies, registerParties } from './parties.js';
import { serve } from './served.js';

const CONNECTIONS = 32;
const ROUNDS = 5;
const WARM_UP = 4_000;
const SHARE_OF_BARE = 0.45;
const P99 = 25;
const LAG = 1_000;

/** Promises, each durable when it is answered, beside a route that checks the same body and answers; in turn. */
export async function benchPromises(): Promise<Measured[]> {
  return inScratch(async (directory) => {
    await using ours = await serve(join(directory, 'data'));
    await using bare = await startBare('ours');
    await registerParties(ours);
    const order = {
      connections: CONNECTIONS,
      warmUp: 500,
      milliseconds: 4_000,
      method: 'POST',
      path: '/v1/commitments',
      bodies: promiseBodies(),
      keyed: true,
    } satisfies Partial<LoadOrder>;
    const { address, pid } = ours.server;
    const measureOurs = (more: Partial<LoadOrder> = {}): Promise<Figures> =>
      measure({ ...order, address, headers: ours.headers.supervisor, ...more }, { pid, status: '201' });
    const measureBare = (more: Partial<LoadOrder> = {}): Promise<Figures> => {
      const headers = { 'content-type': 'application/json' };
      return measure({ ...order, address: bare.address, headers, ...more }, { pid: bare.pid, status: '201' });
    };
    await measureOurs({ milliseconds: WARM_UP });
    await measureBare({ milliseconds: WARM_UP });
    const rounds: { ours: Figures; bare: Figures; lag: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const watch = new LagWatch(address);
      const figures = await measureOurs();
      rounds.push({ ours: figures, lag: await watch.end(), bare: await measureBare() });
    }
    return reported(rounds);
  });
}

function reported(rounds: readonly { ours: Figures; bare: Figures; lag: number }[]): Measured[] {
  const of = (which: 'ours' | 'bare', what: keyof Figures): number =>
    median(rounds.map((round) => Number(round[which][what])));
  const ratio = median(rounds.map((round) => round.ours.perSecond / round.bare.perSecond));
  const lag = median(rounds.map((round) => round.lag));
  const p99 = of('ours', 'p99');
  const cost = (which: 'ours' | 'bare'): string =>
    `${of(which, 'mainMicroseconds').toFixed(0)} µs, all threads ${of(which, 'allMicroseconds').toFixed(0)} µs`;
  return [
    {
      what: `a durable promise, ${CONNECTIONS} connections`,
      result: `${thousands(of('ours', 'perSecond'))}/s`,
      reference: `bare route: ${thousands(of('bare', 'perSecond'))}/s`,
      ratio,
      goal: `≥ ${SHARE_OF_BARE} × bare`,
      met: ratio >= SHARE_OF_BARE,
    },
    {
      what: 'from request to answer, 99 of 100',
      result: `${p99.toFixed(1)} ms (half: ${of('ours', 'p50').toFixed(1)} ms)`,
      reference: `bare route: ${of('bare', 'p99').toFixed(1)} ms`,
      goal: `< ${P99} ms`,
      met: p99 < P99,
    },
    {
      what: 'projections behind, at worst',
      result: `${lag.toFixed(0)} ms (single rounds: ${rounds.map((round) => round.lag.toFixed(0)).join(', ')})`,
      goal: `< ${LAG} ms`,
      met: lag < LAG,
    },
    {
      what: 'processor time a promise, main thread',
      result: cost('ours'),
      reference: `bare route: ${cost('bare')}`,
      ratio: of('bare', 'mainMicroseconds') / of('ours', 'mainMicroseconds'),
    },
  ];
}
