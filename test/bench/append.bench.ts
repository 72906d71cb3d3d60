import { type EventStore, type NewEvent } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import Database from 'libsql';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Measured, median, perSecond, thousands, timed } from './report.js';
import { inScratch } from './scratch.js';

/** Rounds, and appends of each side in a round: short, so that both meet the same weather on a busy machine. */
const ROUNDS = 40;
const APPENDS = { 1: 100, 32: 960 } as const;
/** Rounds that only warm up, until V8 has compiled both sides as it does in a process that lives for days. */
const WARM_UP = { 1: 40, 32: 4 } as const;

/** A promise as it is recorded. */
export function promise(millisecond: number): NewEvent {
  const command = randomUUID();
  return {
    id: randomUUID(),
    type: 'PromiseMade',
    data: {
      customer: 'huadong-jidian',
      team: 'team-07',
      owner: 'li.na',
      kind: 'repair',
      promised: { due: '2026-03-03T12:00:00.000Z', timeZone: 'Asia/Shanghai' },
      plan: { due: '2026-03-03T12:00:00.000Z', timeZone: 'Asia/Shanghai' },
      levels: {},
      clarity: 'explicit',
      source: 'company',
      contactMode: 'human-machine',
      terms: { policy: '2026-01', tolerance: 'PT2H', grace: 'PT15M' },
      warnings: [],
      personal: { what: 'replace the filter of the second press' },
    },
    metadata: {
      schemaVersion: 1,
      actor: { id: 'li.na', role: 'agent' },
      occurredAt: 1_772_452_800_000 + millisecond,
      recordedAt: 1_772_452_800_123 + millisecond,
      correlationId: command,
      causationId: command,
      commandId: command,
      commandFingerprint: 'p2y3hKqRrYrKQm7s2XJr1JwW0Hn0iR2n3XvE4kq8yH0',
    },
  };
}

/** Inserts the rows that the store wrote, into the same table with the same durability, and does nothing else. */
class BareLedger {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement;
  readonly #row: unknown[];

  constructor(path: string) {
    this.#db = new Database(path);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const row = this.#db.prepare('SELECT * FROM events LIMIT 1').get() as Record<string, unknown>;
    delete row['position'];
    const columns = Object.keys(row).filter((name) => !name.startsWith('_'));
    this.#row = columns.map((name) => row[name]);
    this.#insert = this.#db.prepare(
      `INSERT INTO events (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
  }

  /** Streams and ids are as random as the store's: an index filled in order would be cheaper. */
  insert(events: readonly Appendable[]): void {
    const [, revision, , ...rest] = this.#row;
    this.#db.exec('BEGIN IMMEDIATE');
    for (const { stream, event } of events) this.#insert.run([stream, revision, event.id, ...rest]);
    this.#db.exec('COMMIT');
  }

  close(): void {
    this.#db.close();
  }
}

interface Appendable {
  stream: string;
  event: NewEvent;
}

/** Made before the clock starts, all of them: neither side pays for them, nor for the garbage of making them. */
const appendables = (count: number): Appendable[] =>
  Array.from({ length: count }, (_, i) => ({ stream: `commitment-${randomUUID()}`, event: promise(i) }));

async function appendAll(store: EventStore, events: readonly Appendable[], concurrency: number): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    for (let one = events[next++]; one; one = events[next++]) await store.append(one.stream, 'no_stream', [one.event]);
  };
  await Promise.all(Array.from({ length: concurrency }, writer));
}

/** Durable appends against a bare insert of the same row in a transaction of as many rows, in turn. */
export async function benchAppend(): Promise<Measured[]> {
  const lines: Measured[] = [];
  for (const [concurrency, goal] of [
    [1, 0.8],
    [32, 0.7],
  ] as const)
    await inScratch(async (directory) => {
      const store = openSqliteEventStore(join(directory, 'ledger.db'));
      const seed = openSqliteEventStore(join(directory, 'bare.db'));
      await seed.append('commitment-seed', 'no_stream', [promise(0)]);
      await seed.close();
      const bare = new BareLedger(join(directory, 'bare.db'));
      const count = APPENDS[concurrency];
      const rounds = WARM_UP[concurrency] + ROUNDS;
      const [events, others] = [appendables(count * rounds), appendables(count * rounds)];
      const ratios: number[] = [];
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round += 1) {
        const [from, to] = [round * count, (round + 1) * count];
        const appending = (): Promise<number> => timed(() => appendAll(store, events.slice(from, to), concurrency));
        const inserting = (): Promise<number> =>
          timed(() => {
            for (let at = from; at < to; at += concurrency) bare.insert(others.slice(at, at + concurrency));
          });
        // Each goes first as often as the other: what the first one leaves to the disk, the second one meets.
        const first = round % 2 === 0 ? await appending() : await inserting();
        const second = round % 2 === 0 ? await inserting() : await appending();
        const [appended, inserted] = round % 2 === 0 ? [first, second] : [second, first];
        if (round < WARM_UP[concurrency]) continue;
        ours.push(appended);
        theirs.push(inserted);
        ratios.push(inserted / appended);
      }
      bare.close();
      await store.close();
      const ratio = median(ratios);
      lines.push({
        what: `durable append, ${concurrency} at a time`,
        result: `${thousands(perSecond(count, median(ours)))}/s`,
        reference: `bare ${concurrency}-row transaction: ${thousands(perSecond(count, median(theirs)))}/s`,
        ratio,
        goal: `≥ ${goal} × bare`,
        met: ratio >= goal,
      });
    });
  return lines;
}
