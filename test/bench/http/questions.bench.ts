import { catchUp } from '#kept/read-model';
import { openWorkspace } from '#kept/workspace';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BEGINNING, writeLog } from '../believable-log.js';
import { type Measured, thousands, timed } from '../report.js';
import { inScratch } from '../scratch.js';
import { type Figures, measure } from './measure.js';
import { whenQuiet } from './quiet.js';
import { serve } from './served.js';

/** A customer has 20 commitments, a commitment three and a half entries. */
const EVENTS_PER_COMMITMENT = 3.55;
const COMMITMENTS = process.env['KEPT_BENCH_FULL'] ? 1_000_000 : 50_000;
/** A data directory with a ledger, made by an earlier run and kept: to make a million commitments takes minutes. */
const DATA = process.env['KEPT_BENCH_DATA'];
const RATES_P99 = 50;
const BOARD_P99 = 20;

const CONNECTIONS = 4;

/** Seconds. */
const DAY = 86_400;
/** So many seconds after the log begins. */
const momentAfter = (seconds: number): string => new Date(BEGINNING + seconds * 1_000).toISOString();

const rates = (query: string): string => `/v1/rates?${query}`;
const board = (query: string): string => `/v1/commitments?${query}&limit=50`;

const QUESTIONS: readonly { what: string; paths: readonly string[]; most: number }[] = [
  { what: 'rates, the same again', paths: [rates('by=team')], most: RATES_P99 },
  {
    // Each begins an hour later, and so covers other promises: it must be counted.
    what: 'rates of nearly everything, another period each time',
    paths: Array.from({ length: 997 }, (_, n) => rates(`by=team&from=${momentAfter(n * 3_600)}`)),
    most: RATES_P99,
  },
  {
    what: 'rates of 30 days, a second later each time',
    paths: Array.from({ length: 997 }, (_, n) =>
      rates(`by=team&from=${momentAfter(60 * DAY + n)}&to=${momentAfter(90 * DAY + n)}`),
    ),
    most: RATES_P99,
  },
  {
    what: 'rates of a quarter, by month and kind',
    paths: [rates('by=month,kind&from=2025-04-01T00:00:00Z&to=2025-07-01T00:00:00Z')],
    most: RATES_P99,
  },
  { what: 'board, what is due first', paths: [board('status=open')], most: BOARD_P99 },
  { what: 'board, what is overdue, of a team', paths: [board('overdue=true&team=north')], most: BOARD_P99 },
  { what: 'board, what changed last', paths: [board('sort=-changed')], most: BOARD_P99 },
];

/** Questions over many commitments, as HTTP answers them: one after the other, and four at a time. */
export async function benchQuestions(): Promise<Measured[]> {
  return inScratch(async (scratch) => {
    const data = DATA ?? join(scratch, 'data');
    mkdirSync(data, { recursive: true });
    if (!existsSync(join(data, 'ledger.db'))) await prepare(data);
    await using served = await serve(data);
    const { address, pid } = served.server;
    await whenQuiet(address);
    // The first question of a process loads the facts of all commitments.
    const loaded = await timed(() => fetch(`${address}${rates('')}`, { headers: served.headers.auditor }));
    const lines: Measured[] = [{ what: 'rates, the first question', result: `${(loaded / 1_000).toFixed(1)} s` }];
    for (const { what, paths, most } of QUESTIONS) {
      const order = { address, warmUp: 2_000, milliseconds: 4_000, method: 'GET', path: paths[0]!, paths } as const;
      const ask = (connections: number): Promise<Figures> =>
        measure({ ...order, connections, headers: served.headers.auditor, bodies: [] }, { pid, status: '200' });
      const [alone, together] = [await ask(1), await ask(CONNECTIONS)];
      lines.push({
        what,
        result: `99 of 100 in ${together.p99.toFixed(1)} ms, half in ${together.p50.toFixed(1)} ms`,
        reference:
          `one at a time: ${alone.p99.toFixed(1)} ms, half in ${alone.p50.toFixed(1)} ms; ` +
          `${together.mainMicroseconds.toFixed(0)} µs of processor time`,
        goal: `< ${most} ms over ${thousands(1_000_000)} commitments`,
        met: together.p99 < most,
      });
    }
    return lines;
  });
}

async function prepare(data: string): Promise<void> {
  const workspace = await openWorkspace(data, { create: true });
  await writeLog(workspace.store, { events: COMMITMENTS * EVENTS_PER_COMMITMENT, customers: COMMITMENTS / 20 });
  await catchUp(workspace.readModel, workspace.store);
  await workspace.close();
}
