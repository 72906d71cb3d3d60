import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeLog } from './believable-log.js';
import { type Measured, median, perSecond, thousands } from './report.js';
import { inScratch } from './scratch.js';

/** What one process measured on one ledger; milliseconds, in the order of the rounds. */
export interface RebuildTimes {
  events: number;
  rebuilds: number[];
  scans: number[];
  /** Of processor time, of each rebuild. */
  processor: number[];
  residentMegabytes: number;
}

const CUSTOMERS = 5_000;
/** Events, and rounds: the small ones are over before the engine has compiled what they run. */
const SIZES = [
  { size: 10_000, rounds: 25, warmUp: 10 },
  { size: 100_000, rounds: 7, warmUp: 2 },
  ...(process.env['KEPT_BENCH_FULL'] ? [{ size: 1_000_000, rounds: 3, warmUp: 0 }] : []),
];
const EVENTS_PER_SECOND = 60_000;
const SHARE_OF_SCAN = 0.25;
const FLAT = 0.2;
const MEGABYTES = 400;

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('rebuild-child.js', import.meta.url));

/** Rebuilds of every projection, each against a bare scan that parses the same events, in turn. */
export async function benchRebuild(): Promise<Measured[]> {
  const lines: Measured[] = [];
  const costs: number[] = [];
  for (const { size, rounds, warmUp } of SIZES) {
    const { events, rebuilds, scans, residentMegabytes } = await rebuiltAt(size, rounds + warmUp);
    const [ours, theirs] = [median(rebuilds.slice(warmUp)), median(scans.slice(warmUp))];
    const rate = perSecond(events, ours);
    const ratio = median(rebuilds.map((one, round) => scans[round]! / one).slice(warmUp));
    costs.push(ours / events);
    lines.push(
      {
        what: `rebuild, ${thousands(events)} events`,
        result: `${thousands(rate)}/s`,
        reference: `bare scan: ${thousands(perSecond(events, theirs))}/s`,
        ratio,
        goal: `≥ ${thousands(EVENTS_PER_SECOND)}/s and ≥ ${SHARE_OF_SCAN} × scan`,
        met: rate >= EVENTS_PER_SECOND && ratio >= SHARE_OF_SCAN,
      },
      {
        what: `memory of ${rounds + warmUp} such rebuilds`,
        result: `${thousands(residentMegabytes)} MB`,
        goal: `< ${MEGABYTES} MB`,
        met: residentMegabytes < MEGABYTES,
      },
    );
  }
  const spread = Math.max(...costs) / Math.min(...costs);
  lines.push({
    what: 'cost of an event, dearest ÷ cheapest size',
    result: spread.toFixed(2),
    goal: `≤ ${((1 + FLAT) / (1 - FLAT)).toFixed(2)}: ± ${FLAT * 100} %`,
    met: spread <= (1 + FLAT) / (1 - FLAT),
  });
  return lines;
}

/** @param place of the read model; default: a file beside the ledger */
export function rebuiltAt(size: number, rounds: number, place?: string): Promise<RebuildTimes> {
  return inScratch(async (directory) => {
    const ledger = join(directory, 'ledger.db');
    const store = openSqliteEventStore(ledger);
    await writeLog(store, { events: size, customers: Math.min(CUSTOMERS, size / 10) });
    await store.close();
    const readModel = place ?? join(directory, 'read-model.db');
    const { stdout } = await run(process.execPath, [CHILD, ledger, readModel, String(rounds)]);
    return JSON.parse(stdout) as RebuildTimes;
  });
}
