import { type EventStore } from '#kept/event-store';
import { openEventStoreDB } from '#kept/event-store/eventstoredb';
import { BareClient } from '#kept/event-store/eventstoredb/double';
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promise } from './append.bench.js';
import { type Measured, median, perSecond, thousands } from './report.js';

const LOG = { events: 100_000, customers: 1_000 };
const READS = 7;
const READS_TO_WARM_UP = 2;
/** Of one event each, one after the other; in turn, and each side first as often as the other. */
const APPENDS = 200;
const APPEND_ROUNDS = 20;
const APPEND_ROUNDS_TO_WARM_UP = 6;
const EVENTS_PER_SECOND = 20_000;
const MORE_AN_APPEND = 300;

const DOUBLE = fileURLToPath(new URL('esdb-double.js', import.meta.url));

/** Each for one event: microseconds of the clock and of processor time. */
interface Cost {
  clock: number;
  here: number;
  double: number;
}

/** The driver and the bare client in this process, in front of a double of the server in another. */
export async function benchEventStoreDB(): Promise<Measured[]> {
  const double = fork(DOUBLE, [String(LOG.events), String(LOG.customers)]);
  try {
    const [address] = (await once(double, 'message')) as [string];
    const store = openEventStoreDB(address);
    const bare = new BareClient(address);
    const lines = [...(await reading(store, bare, double)), await appending(store, bare, double)];
    await store.close();
    await bare.close();
    return lines;
  } finally {
    double.disconnect();
  }
}

async function reading(store: EventStore, bare: BareClient, double: ChildProcess): Promise<Measured[]> {
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  let events = 0;
  for (let round = 0; round < READS + READS_TO_WARM_UP; round += 1) {
    const through = await costOf(double, () => countOf(store));
    const without = await costOf(double, () => bare.readAll());
    events = through.count;
    if (round < READS_TO_WARM_UP) continue;
    ours.push(through);
    theirs.push(without);
  }
  const rate = perSecond(1_000, half(ours, 'clock'));
  const ceiling = perSecond(1_000, half(theirs, 'clock'));
  const [mine, its] = [half(ours, 'here'), half(theirs, 'here')];
  return [
    {
      what: `catch-up through the driver, ${thousands(events)} events`,
      result: `${thousands(rate)}/s`,
      reference: `bare client: ${thousands(ceiling)}/s; load ${loadavg()[0]!.toFixed(1)}`,
      ratio: rate / ceiling,
      goal: `≥ ${thousands(EVENTS_PER_SECOND)}/s`,
      met: rate >= EVENTS_PER_SECOND,
    },
    {
      what: 'processor time of the reading process',
      result: `${mine.toFixed(1)} µs an event`,
      reference: `bare client: ${its.toFixed(1)} µs; the double: ${half(ours, 'double').toFixed(1)} µs beside it`,
      ratio: its / mine,
      goal: `< ${1e6 / EVENTS_PER_SECOND} µs`,
      met: mine < 1e6 / EVENTS_PER_SECOND,
    },
  ];
}

async function appending(store: EventStore, bare: BareClient, double: ChildProcess): Promise<Measured> {
  const ours = async (): Promise<Cost> => {
    const made = Array.from({ length: APPENDS }, (_, i) => ({ stream: `bench-${randomUUID()}`, event: promise(i) }));
    return costOf(double, async () => {
      for (const { stream, event } of made) await store.append(stream, 'no_stream', [event]);
      return made.length;
    });
  };
  const theirs = async (): Promise<Cost> => {
    const made = Array.from({ length: APPENDS }, (_, i) => {
      const stream = `bench-${randomUUID()}`;
      return { stream, events: bare.made(stream, [promise(i)]) };
    });
    return costOf(double, async () => {
      for (const { stream, events } of made) await bare.append(stream, events);
      return made.length;
    });
  };
  const [through, without]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round < APPEND_ROUNDS + APPEND_ROUNDS_TO_WARM_UP; round += 1) {
    const first = round % 2 === 0 ? await ours() : await theirs();
    const second = round % 2 === 0 ? await theirs() : await ours();
    if (round < APPEND_ROUNDS_TO_WARM_UP) continue;
    through.push(round % 2 === 0 ? first : second);
    without.push(round % 2 === 0 ? second : first);
  }
  const more = median(through.map(({ here }, round) => here - without[round]!.here));
  return {
    what: 'processor time that the driver adds to an append',
    result: `${more.toFixed(0)} µs (${half(through, 'here').toFixed(0)} in all)`,
    reference: `bare client, the same bytes: ${half(without, 'here').toFixed(0)} µs`,
    goal: `< ${MORE_AN_APPEND} µs`,
    met: more < MORE_AN_APPEND,
  };
}

async function countOf(store: EventStore): Promise<number> {
  let events = 0;
  for await (const page of store.readAll({ pageSize: 1_000 })) events += page.length;
  return events;
}

async function costOf(double: ChildProcess, work: () => Promise<number>): Promise<Cost & { count: number }> {
  const theirsBefore = await processorTimeOf(double);
  const [since, before] = [performance.now(), process.cpuUsage()];
  const count = await work();
  const { user, system } = process.cpuUsage(before);
  const clock = (performance.now() - since) * 1_000;
  const theirs = (await processorTimeOf(double)) - theirsBefore;
  return { count, clock: clock / count, here: (user + system) / count, double: theirs / count };
}

/** Microseconds since it began. */
async function processorTimeOf(double: ChildProcess): Promise<number> {
  double.send('processor time');
  const [microseconds] = (await once(double, 'message')) as [number];
  return microseconds;
}

const half = (costs: readonly Cost[], which: keyof Cost): number => median(costs.map((cost) => cost[which]));
