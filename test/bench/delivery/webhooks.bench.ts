import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Measured, percentile, perSecond, thousands } from '../report.js';
import { now, type Receiver, startReceiver } from './arrivals.js';
import { type Delivering, delivering } from './delivering.js';

const ENDPOINTS = 100;
const HANGING = 10;
/** Breaches a second, and for how many seconds. */
const CALM = { rate: 5, seconds: 20 };
const BUSY = { rate: 24, seconds: 20 };

/** Deliveries on loopback, to a receiver in a process of its own. */
export async function webhooks(directory: string): Promise<Measured[]> {
  const receiver = await startReceiver();
  try {
    const fast = Array.from({ length: ENDPOINTS }, (_, n) => `${receiver.address}/fast/${n}`);
    const some = fast.map((url, n) => (n < HANGING ? url.replace('fast', 'hang') : url));
    return [
      ...(await lag(await begun(directory, 'calm', fast), receiver)),
      ...(await sustained(await begun(directory, 'busy', some), receiver)),
    ];
  } finally {
    receiver.end();
  }
}

function begun(directory: string, name: string, urls: readonly string[]): Promise<Delivering> {
  const place = join(directory, name);
  mkdirSync(place);
  return delivering(place, urls);
}

async function lag(ledger: Delivering, receiver: Receiver): Promise<Measured[]> {
  const { lags, processor } = await paced(ledger, receiver, { ...CALM, endpoints: ENDPOINTS });
  await ledger.close();
  const p99 = percentile(lags, 99);
  return [
    {
      what: `breach appended → received, ${ENDPOINTS} endpoints, ${CALM.rate} breaches/s`,
      result: `p99 ${p99.toFixed(0)} ms`,
      reference: `p50 ${percentile(lags, 50).toFixed(0)} ms; ${(processor / lags.length).toFixed(2)} ms of processor each`,
      goal: '< 150 ms',
      met: p99 < 150,
    },
  ];
}

async function sustained(ledger: Delivering, receiver: Receiver): Promise<Measured[]> {
  const endpoints = ENDPOINTS - HANGING;
  const { lags, processor, took } = await paced(ledger, receiver, { ...BUSY, endpoints });
  await ledger.close();
  const rate = perSecond(lags.length, took);
  const p99 = percentile(lags, 99);
  return [
    {
      what: `deliveries to ${endpoints} fast endpoints while ${HANGING} hang`,
      result: `${thousands(rate)}/s`,
      reference: `for ${(took / 1_000).toFixed(0)} s; lag p50 ${percentile(lags, 50).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms; ${(processor / lags.length).toFixed(2)} ms of processor each`,
      goal: '≥ 2,000/s',
      met: rate >= 2_000,
    },
  ];
}

/** Breaches at a steady rate, until every endpoint that answers has every one of them. */
async function paced(
  ledger: Delivering,
  receiver: Receiver,
  { rate, seconds, endpoints }: { rate: number; seconds: number; endpoints: number },
) {
  const appended = new Map<string, number>();
  const warm = await ledger.breach();
  await until(receiver, endpoints);
  await receiver.taken();
  appended.set(warm.id, warm.at);
  const began = now();
  const before = process.cpuUsage();
  for (let n = 0; n < rate * seconds; n += 1) {
    const early = began + (n * 1_000) / rate - now();
    if (early > 0) await setTimeout(early);
    const { id, at } = await ledger.breach();
    appended.set(id, at);
  }
  await until(receiver, rate * seconds * endpoints);
  const { user, system } = process.cpuUsage(before);
  const arrivals = await receiver.taken();
  const last = Math.max(...arrivals.map(([, at]) => at));
  return {
    lags: arrivals.map(([id, at]) => at - appended.get(id)!),
    processor: (user + system) / 1_000,
    took: last - began,
  };
}

async function until(receiver: Receiver, count: number): Promise<void> {
  while ((await receiver.count()) < count) await setTimeout(50);
}
