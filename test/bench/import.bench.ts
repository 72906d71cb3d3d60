import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import { type Measured, median, perSecond, thousands } from './report.js';
import { inScratch } from './scratch.js';

const root = resolve(import.meta.dirname, '../../..');
const DATA = resolve(root, '../shared/data/pge-outages');
const ROUNDS = 3;
const TIMES = 10;
const EVENTS_PER_SECOND = 15_000;
const MEGABYTES = 400;

interface Run {
  events: number;
  milliseconds: number;
  /** Peak resident memory in MB, where the system tells it. */
  peak: number;
}

/** The whole command as its user runs it: the start of the process, parse, decide, append durably, project. */
async function runImport(files: readonly string[], directory: string): Promise<Run> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(root, 'apps/cli/kept.js'),
      'import',
      ...files,
      '--map',
      join(root, 'examples/pge-outages.map.json'),
      '--data',
      directory,
      '--output',
      'json',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid!))), 50);
  const [code] = (await once(child, 'close')) as [number];
  clearInterval(watch);
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  const { events } = JSON.parse(said) as { events: number };
  return { events, milliseconds: performance.now() - began, peak };
}

function peakOf(pid: number): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

/** The same file ten times over, each time with other outages. */
async function multiplied(name: string, directory: string): Promise<string> {
  const [header, ...rows] = gunzipSync(readFileSync(join(DATA, `${name}.gz`)))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const column = header!.split(',').indexOf('outage_id');
  const path = join(directory, name);
  const file = createWriteStream(path);
  file.write(`${header!}\n`);
  for (let copy = 0; copy < TIMES; copy += 1)
    for (const row of rows) {
      const parts = row.split(',');
      parts[column] = `${parts[column]!}${String.fromCharCode(97 + copy)}`;
      if (!file.write(`${parts.join(',')}\n`)) await once(file, 'drain');
    }
  file.end();
  await once(file, 'finish');
  return path;
}

/** The power outages end to end; with KEPT_BENCH_FULL also a file ten times as large, for its memory. */
export async function benchImport(): Promise<Measured[]> {
  if (!existsSync(DATA)) {
    process.stdout.write(`\nimport: skipped, the public data set is not beside this checkout (${DATA})\n`);
    return [];
  }
  const files = ['events.csv.gz', 'outages.csv.gz'].map((file) => join(DATA, file));
  const runs: Run[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    runs.push(await inScratch((directory) => runImport(files, join(directory, 'data'))));
  const rate = perSecond(runs[0]!.events, median(runs.map(({ milliseconds }) => milliseconds)));
  const lines: Measured[] = [
    {
      what: `import of ${thousands(runs[0]!.events)} events, the whole command`,
      result: `${thousands(rate)} events/s, ${thousands(Math.max(...runs.map(({ peak }) => peak)))} MB`,
      goal: `≥ ${thousands(EVENTS_PER_SECOND)} events/s`,
      met: rate >= EVENTS_PER_SECOND,
    },
  ];
  if (process.env['KEPT_BENCH_FULL'])
    lines.push(
      await inScratch(async (directory) => {
        const large = [await multiplied('events.csv', directory), await multiplied('outages.csv', directory)];
        const { events, milliseconds, peak } = await runImport(large, join(directory, 'data'));
        return {
          what: `a file ten times as large, ${thousands(events)} events`,
          result: `${thousands(peak)} MB at most, ${thousands(perSecond(events, milliseconds))} events/s`,
          goal: `< ${MEGABYTES} MB`,
          met: peak > 0 && peak < MEGABYTES,
        };
      }),
    );
  return lines;
}
