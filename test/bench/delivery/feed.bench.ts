import { cloudEventJson, Feed, type FeedQuestion } from '#kept/delivery';
import { type EventStore, type Position } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { existsSync, mkdirSync } from 'node:fs';
import { Agent, get, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { arrayOf } from '../../../apps/server/feed/batch.js';
import { writeLog } from '../believable-log.js';
import { whenQuiet } from '../http/quiet.js';
import { serve } from '../http/served.js';
import { type Measured, median, percentile, thousands, timed } from '../report.js';

const EVENTS = process.env['KEPT_BENCH_FULL'] ? 1_000_000 : 100_000;
const PAGE = 1_000;
const PAGES = 25;
/** Pages read before any is measured: a server is not measured while its code is still being compiled. */
const WARM_UP = 300;
const MOST = 15;
const QUESTION: FeedQuestion = { filter: {}, scope: { teams: 'all', principal: 'bench' } };

/** Pages of the feed at any depth of the log: of a reader who has just come, and over HTTP. */
export async function feed(directory: string): Promise<Measured[]> {
  const data = join(process.env['KEPT_BENCH_DIR'] ?? directory, `feed-${EVENTS}`);
  const ledger = join(data, 'ledger.db');
  if (!existsSync(ledger)) {
    mkdirSync(data, { recursive: true });
    const written = openSqliteEventStore(ledger);
    await writeLog(written, { events: EVENTS, customers: EVENTS / 100 });
    await written.close();
  }
  return [...(await inProcess(ledger)), ...(await overHttp(data))];
}

/** The positions after which pages are asked for. */
function places(head: bigint): { where: string; from: bigint }[] {
  const span = BigInt(PAGE * PAGES);
  return [
    { where: 'the beginning', from: 0n },
    { where: 'the middle', from: head / 2n },
    { where: 'the end', from: head - span },
  ];
}

async function inProcess(ledger: string): Promise<Measured[]> {
  const store = openSqliteEventStore(ledger);
  try {
    const identity = await store.identity();
    const lines: Measured[] = [];
    const head = await store.head();
    const asJson = async (feed: Feed, after: Position): Promise<void> => {
      const { entries } = await feed.page({ ...QUESTION, after, limit: PAGE });
      arrayOf(entries, (entry) => cloudEventJson(entry, { identity, content: 'full' }));
    };
    const warm = new Feed(store);
    await times(head / 4n, (after) => asJson(warm, after), WARM_UP);
    for (const { where, from } of places(head)) {
      // Who they are about is looked up anew for each depth; going on from page to page more and more is known.
      const fresh = new Feed(store);
      const bare = await times(from, (after) => reading(store, after));
      const before = process.cpuUsage();
      const whole = await times(from, (after) => asJson(fresh, after));
      lines.push(
        line(
          `${thousands(PAGE)} events of ${thousands(EVENTS)} as JSON, at ${where}`,
          whole,
          median(bare),
          process.cpuUsage(before),
        ),
      );
    }
    return lines;
  } finally {
    await store.close();
  }
}

async function reading(store: EventStore, after: Position): Promise<void> {
  let left = PAGE;
  for await (const events of store.readAll({ after })) if ((left -= events.length) <= 0) return;
}

async function overHttp(data: string): Promise<Measured[]> {
  await using served = await serve(data);
  const { address } = served.server;
  await whenQuiet(address);
  const headers = served.headers.auditor;
  const ask = (path: string): Promise<Response> => fetch(`${address}${path}`, { headers });
  const [first] = (await (await ask('/v1/feed?limit=1')).json()) as { cursor: string }[];
  const mark = first!.cursor.split('-')[1]!;
  const latest = await ask('/v1/feed?after=latest');
  const head = BigInt(/after=(\d+)/.exec(latest.headers.get('link')!)![1]!);
  const agent = new Agent({ keepAlive: true });
  const page = (after: Position): Promise<void> =>
    received(`${address}/v1/feed?after=${after}-${mark}`, { agent, headers });
  await times(head / 4n, page, WARM_UP);
  const lines: Measured[] = [];
  for (const { where, from } of places(head)) {
    const taken = await times(from, page);
    lines.push(line(`${thousands(PAGE)} events over HTTP, at ${where}`, taken));
  }
  agent.destroy();
  return lines;
}

/**
 * Until the last byte of an answer is here, and nothing is made of it: `fetch` takes as much processor time for a page as
 * the server does, on four threads, and of two cores that is the server's.
 */
function received(address: string, options: RequestOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    get(address, options, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`a page was answered ${answer.statusCode}`));
      answer.resume().once('end', resolve).once('error', reject);
    }).once('error', reject);
  });
}

async function times(from: bigint, work: (after: Position) => Promise<unknown>, pages = PAGES): Promise<number[]> {
  const taken: number[] = [];
  for (let page = 0; page < pages; page += 1)
    taken.push(await timed(() => work((from + BigInt(page * PAGE)) as Position)));
  return taken;
}

function line(what: string, taken: readonly number[], bare?: number, spent?: NodeJS.CpuUsage): Measured {
  const result = median(taken);
  return {
    what,
    result: `${result.toFixed(1)} ms; p95 ${percentile(taken, 95).toFixed(1)} ms`,
    ...(bare !== undefined &&
      spent && {
        reference: `${processor(spent)} ms of processor; reading them alone ${bare.toFixed(1)} ms`,
        ratio: result / bare,
      }),
    goal: `< ${MOST} ms`,
    met: result < MOST,
  };
}

const processor = ({ user, system }: NodeJS.CpuUsage): string => ((user + system) / 1_000 / PAGES).toFixed(1);
