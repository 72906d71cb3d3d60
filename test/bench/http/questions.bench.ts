import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { catchUp, openReadModel } from '#kept/read-model';
import { ledgerFile, readModelFile } from '#kept/workspace';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeLog } from '../believable-log.js';
import { type Measured, thousands } from '../report.js';
import { inScratch } from '../scratch.js';
import { measure } from './measure.js';
import { serve } from './served.js';

/** A customer has 20 commitments, a commitment three and a half entries. */
const EVENTS_PER_COMMITMENT = 3.55;
const COMMITMENTS = process.env['KEPT_BENCH_FULL'] ? 1_000_000 : 50_000;
/** A data directory with a ledger, made by an earlier run and kept: to make a million commitments takes minutes. */
const DATA = process.env['KEPT_BENCH_DATA'];
const RATES_P99 = 50;
const BOARD_P99 = 20;

const QUESTIONS = [
  { what: 'rates', path: '/v1/rates?by=team', most: RATES_P99 },
  {
    what: 'rates of a quarter, by month and kind',
    path: '/v1/rates?by=month,kind&from=2025-04-01T00:00:00Z&to=2025-07-01T00:00:00Z',
    most: RATES_P99,
  },
  { what: 'board, what is due first', path: '/v1/commitments?status=open&limit=50', most: BOARD_P99 },
  {
    what: 'board, what is overdue, of a team',
    path: '/v1/commitments?overdue=true&team=north&limit=50',
    most: BOARD_P99,
  },
  { what: 'board, what changed last', path: '/v1/commitments?sort=-changed&limit=50', most: BOARD_P99 },
];

/** Questions over many commitments, four at a time, as HTTP answers them. */
export async function benchQuestions(): Promise<Measured[]> {
  return inScratch(async (scratch) => {
    const data = DATA ?? join(scratch, 'data');
    mkdirSync(data, { recursive: true });
    if (!existsSync(ledgerFile(data))) await prepare(data);
    await using served = await serve(data);
    const { address, pid } = served.server;
    const lines: Measured[] = [];
    for (const { what, path, most } of QUESTIONS) {
      const order = { address, connections: 4, warmUp: 2_000, milliseconds: 4_000, method: 'GET', path } as const;
      const figures = await measure({ ...order, headers: served.headers.auditor, bodies: [] }, { pid, status: '200' });
      lines.push({
        what: what,
        result: `99 of 100 in ${figures.p99.toFixed(1)} ms, half in ${figures.p50.toFixed(1)} ms`,
        reference: `${figures.mainMicroseconds.toFixed(0)} µs of processor time`,
        goal: `< ${most} ms over ${thousands(1_000_000)} commitments`,
        met: figures.p99 < most,
      });
    }
    return lines;
  });
}

async function prepare(data: string): Promise<void> {
  const store = openSqliteEventStore(ledgerFile(data));
  await writeLog(store, { events: COMMITMENTS * EVENTS_PER_COMMITMENT, customers: COMMITMENTS / 20 });
  const model = await openReadModel(readModelFile(data));
  await catchUp(model, store);
  await model.close();
  await store.close();
}
