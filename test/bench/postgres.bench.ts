import { startPostgres } from '../support/postgres/server.js';
import { rebuiltAt } from './rebuild.bench.js';
import { type Measured, median, perSecond, thousands } from './report.js';

const SIZE = 100_000;
const ROUNDS = 3;
const WARM_UP = 1;
const EVENTS_PER_SECOND = 12_000;
const MEGABYTES = 400;

/**
 * Rebuilds of every projection on a PostgreSQL of the same machine, with the durability it has by itself, and in turn with
 * it the same on SQLite.
 */
export async function benchPostgres(): Promise<Measured[]> {
  const server = await startPostgres({ settings: { shared_buffers: '128MB', max_wal_size: '1GB' } });
  try {
    const before = await server.processorTime();
    const there = await rebuiltAt(SIZE, ROUNDS + WARM_UP, server.url);
    const after = await server.processorTime();
    const here = await rebuiltAt(SIZE, ROUNDS + WARM_UP);
    const itself = median(there.processor.slice(WARM_UP)) / there.events;
    const atServer = ((after ?? 0) - (before ?? 0)) / (ROUNDS + WARM_UP) / there.events;
    const [ours, theirs] = [there, here].map(({ rebuilds }) => median(rebuilds.slice(WARM_UP)));
    const rate = perSecond(there.events, ours!);
    return [
      {
        what: `rebuild on PostgreSQL, ${thousands(there.events)} events`,
        result: `${thousands(rate)}/s`,
        reference: `on SQLite: ${thousands(perSecond(here.events, theirs!))}/s`,
        ratio: theirs! / ours!,
        goal: `≥ ${thousands(EVENTS_PER_SECOND)}/s`,
        met: rate >= EVENTS_PER_SECOND,
      },
      {
        what: 'processor time of both processes',
        result: `${((itself + atServer) * 1_000).toFixed(1)} µs an event, ${(atServer * 1_000).toFixed(1)} of them the server's`,
        reference: `on SQLite: ${((median(here.processor.slice(WARM_UP)) / here.events) * 1_000).toFixed(1)} µs`,
        goal: `< ${(1e6 / EVENTS_PER_SECOND).toFixed(0)} µs`,
        met: after !== undefined && (itself + atServer) * EVENTS_PER_SECOND < 1_000,
      },
      {
        what: 'memory of this process, without the server',
        result: `${thousands(there.residentMegabytes)} MB`,
        reference: `on SQLite: ${thousands(here.residentMegabytes)} MB`,
        goal: `< ${MEGABYTES} MB`,
        met: there.residentMegabytes < MEGABYTES,
      },
    ];
  } finally {
    await server.remove();
  }
}
