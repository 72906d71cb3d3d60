import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Measured, percentile, printReport, thousands } from '../report.js';
import { inScratch } from '../scratch.js';
import { type Seen } from './seen.js';

const AT_ONCE = Number(process.env['KEPT_BENCH_AT_ONCE'] ?? 100_000);
const OPEN = Number(process.env['KEPT_BENCH_OPEN'] ?? (process.env['KEPT_BENCH_FULL'] ? 1_000_000 : 100_000));
/** Milliseconds between two deadlines of the large ledger, and how many are waited for. */
const APART = 10;
const WAITED_FOR = 2_000;
const IDLE_SECONDS = 20;

/** A ledger written in a process of its own; it stays where `KEPT_BENCH_DIR` says so. */
async function ledger(directory: string, count: number, apart: number): Promise<string> {
  const place = join(process.env['KEPT_BENCH_DIR'] ?? directory, `deadlines-${count}-${apart}`);
  if (!existsSync(place)) {
    mkdirSync(place, { recursive: true });
    await once(fork(new URL('./ledger-child.js', import.meta.url), [place, String(count), String(apart)]), 'exit');
  }
  return place;
}

async function seen(directory: string, expected: number, idleSeconds: number): Promise<Seen> {
  const child = fork(new URL('./measure-child.js', import.meta.url), [directory, expected, idleSeconds].map(String));
  const ended = once(child, 'exit');
  const [message] = (await Promise.race([once(child, 'message'), ended.then(() => [])])) as [Seen?];
  await ended;
  if (!message) throw new Error('the process that watches has ended');
  return message;
}

async function sameSecond(directory: string): Promise<Measured[]> {
  const { lags, busy } = await seen(await ledger(directory, AT_ONCE, 1_000 / AT_ONCE), AT_ONCE, 0);
  const last = Math.max(...lags);
  return [
    {
      what: `${thousands(AT_ONCE)} deadlines in one second: the last is declared after`,
      result: `${(last / 1_000).toFixed(1)} s`,
      reference: `p50 ${(percentile(lags, 50) / 1_000).toFixed(1)} s; ${(busy.processor / 1_000).toFixed(1)} s of processor`,
      goal: '< 15 s',
      met: last < 15_000,
    },
  ];
}

async function manyOpen(directory: string): Promise<Measured[]> {
  const few = OPEN / 10;
  const small = await seen(await ledger(directory, few, APART), WAITED_FOR, IDLE_SECONDS);
  const large = await seen(await ledger(directory, OPEN, APART), WAITED_FOR, IDLE_SECONDS);
  return [...lines(few, small), ...lines(OPEN, large), memory(small, large)];
}

function lines(open: number, { lags, idle, busy }: Seen): Measured[] {
  const p99 = percentile(lags, 99);
  const share = (100 * idle.processor) / idle.wall;
  return [
    {
      what: `from deadline to breach, ${thousands(open)} open`,
      result: `p99 ${p99} ms`,
      reference: `p50 ${percentile(lags, 50)} ms; ${(busy.processor / lags.length).toFixed(2)} ms of processor each`,
      goal: '< 100 ms',
      met: p99 < 100,
    },
    {
      what: `processor while nothing is due, ${thousands(open)} open`,
      result: `${share.toFixed(2)} %`,
      goal: '< 1 %',
      met: share < 1,
    },
  ];
}

function memory(small: Seen, large: Seen): Measured {
  return {
    what: `memory, ${thousands(OPEN)} open`,
    result: `${thousands(large.memory)} MB`,
    reference: `${thousands(small.memory)} MB with a tenth`,
    ratio: large.memory / small.memory,
    goal: '< 1.5 times',
    met: large.memory < 1.5 * small.memory,
  };
}

const BENCHES = { 'same-second': sameSecond, 'many-open': manyOpen };
const chosen = process.argv.slice(2);
await inScratch(async (directory) => {
  for (const [name, bench] of Object.entries(BENCHES))
    if (chosen.length === 0 || chosen.includes(name)) printReport(name, await bench(directory));
});
