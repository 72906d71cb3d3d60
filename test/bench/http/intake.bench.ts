import { join } from 'node:path';
import { type Measured, median, perSecond, thousands } from '../report.js';
import { inScratch } from '../scratch.js';
import { LagWatch } from './lag.js';
import { promiseBody, registerParties } from './parties.js';
import { processorTime } from './processor-time.js';
import { serve } from './served.js';

const LINES = 40_000;
const ROUNDS = 5;
const WARM_UP = 1;
const COMMITMENTS_PER_SECOND = 12_000;

/** Promises as NDJSON in one request, each with its outcome, from the first byte sent to the last line received. */
export async function benchIntake(): Promise<Measured[]> {
  return inScratch(async (directory) => {
    await using served = await serve(join(directory, 'data'));
    await registerParties(served);
    const { address, pid } = served.server;
    const rates: number[] = [];
    const costs: number[] = [];
    const lags: number[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
      const lines = linesOf(round);
      const watch = new LagWatch(address);
      const [before, began] = [processorTime(pid), performance.now()];
      const answer = await fetch(`${address}/v1/intakes`, {
        method: 'POST',
        headers: { ...served.headers.supervisor, 'content-type': 'application/x-ndjson' },
        body: lines,
      });
      const text = await answer.text();
      const after = processorTime(pid);
      rates.push(perSecond(LINES, performance.now() - began));
      if (before && after) costs.push(((after.main - before.main) * 1_000) / LINES);
      lags.push(await watch.end());
      const sums = JSON.parse(text.trimEnd().split('\n').at(-1)!) as { done: boolean; recorded: number };
      if (!sums.done || sums.recorded !== LINES) throw new Error(`the intake came to ${JSON.stringify(sums)}`);
    }
    const rate = median(rates.slice(WARM_UP));
    return [
      {
        what: `NDJSON intake, ${thousands(LINES)} promises a request`,
        result: `${thousands(rate)}/s`,
        reference: `main thread: ${median(costs.slice(WARM_UP)).toFixed(0)} µs a promise`,
        goal: `≥ ${thousands(COMMITMENTS_PER_SECOND)}/s`,
        met: rate >= COMMITMENTS_PER_SECOND,
      },
      {
        what: 'projections behind during an intake, at worst',
        result: `${median(lags.slice(WARM_UP)).toFixed(0)} ms`,
      },
    ];
  });
}

function linesOf(round: number): string {
  const lines: string[] = [];
  for (let n = 0; n < LINES; n += 1) {
    const id = `${round}/${n}`;
    lines.push(
      `${JSON.stringify({ id, command: 'make-promise', commitment: `intake-${round}-${n}`, body: promiseBody(n) })}\n`,
    );
  }
  return lines.join('');
}
