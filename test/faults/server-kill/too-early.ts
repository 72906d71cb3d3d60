import { type Appended, type EventStore, type ExpectedRevision, type NewEvent, type Position } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before the server, this makes a mutant of it: an append is acknowledged at once and committed some
 * milliseconds later. A process that is killed loses nothing that the kernel has, so a mutant that merely left out the
 * sync would look innocent here; this one keeps what it has promised where a kill does reach it, in its own memory.
 *
 * As long as nobody kills it, it is right in everything: expected revisions are checked, positions and revisions are
 * those that the commit comes to, and whoever reads a stream waits until it is committed. Nobody who waits makes it
 * hurry, and meanwhile it acknowledges others: nearly whenever a kill comes, there is something that it owes.
 */
const LATE = 50;

type Append = EventStore['append'];
type Head = EventStore['head'];
type ReadStream = EventStore['readStream'];

const real = prototypeOfStores();
const { append, head, readStream } = real;

/** One store, and what it has acknowledged and not committed. */
class Owing {
  #late: { stream: string; commit: () => Promise<Appended> }[] = [];
  /** Where the log will end. */
  #end: Position | undefined;
  /** Until all that is owed now is committed. */
  #settled: Promise<void> | undefined;
  /** One thing after the other: what is foretold must come true. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: EventStore) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    await this.beforeReading(stream);
    return this.#inTurn(async () => {
      if (this.#owes(stream)) await this.#commit();
      const isForeseen = expected !== 'any' && expected !== 'stream_exists' && (await this.#endOf(stream)) === expected;
      if (isForeseen) return this.#acknowledge(stream, expected, events);
      await this.#commit();
      return append.call(this.store, stream, expected, events);
    });
  }

  /** @param stream that is to be read; `undefined`: all */
  async beforeReading(stream?: string): Promise<void> {
    if (stream === undefined || this.#owes(stream)) await this.#settled;
  }

  async #acknowledge(stream: string, expected: bigint | 'no_stream', events: readonly NewEvent[]): Promise<Appended> {
    if (this.#late.length === 0) this.#end = await head.call(this.store);
    const position = (this.#end! + BigInt(events.length)) as Position;
    this.#end = position;
    this.#late.push({ stream, commit: () => append.call(this.store, stream, expected, events) });
    this.#settled ??= setTimeout(LATE).then(() => this.#inTurn(() => this.#commit()));
    return { revision: (expected === 'no_stream' ? -1n : expected) + BigInt(events.length), position, isNew: true };
  }

  #owes(stream: string): boolean {
    return this.#late.some((late) => late.stream === stream);
  }

  async #commit(): Promise<void> {
    this.#settled = undefined;
    await Promise.all(this.#late.splice(0).map(({ commit }) => commit()));
  }

  async #endOf(stream: string): Promise<bigint | 'no_stream'> {
    for await (const [last] of readStream.call(this.store, stream, { direction: 'backwards', limit: 1 }))
      return last!.revision;
    return 'no_stream';
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

const known = new WeakMap<EventStore, Owing>();

function owing(store: EventStore): Owing {
  const one = known.get(store) ?? new Owing(store);
  known.set(store, one);
  return one;
}

real.append = function (this: EventStore, stream, expected, events) {
  return owing(this).append(stream, expected, events);
} satisfies Append;

real.head = async function (this: EventStore) {
  await owing(this).beforeReading();
  return head.call(this);
} satisfies Head;

real.readStream = async function* (this: EventStore, stream: string, range) {
  await owing(this).beforeReading(stream);
  yield* readStream.call(this, stream, range);
} satisfies ReadStream;

function prototypeOfStores(): Pick<EventStore, 'append' | 'head' | 'readStream'> {
  const home = mkdtempSync(join(tmpdir(), 'kept-mutant-'));
  const store = openSqliteEventStore(join(home, 'ledger.db'));
  const prototype = Object.getPrototypeOf(store) as Pick<EventStore, 'append' | 'head' | 'readStream'>;
  void store.close().then(() => rmSync(home, { recursive: true }));
  return prototype;
}

if (isMainThread) process.stderr.write('this server acknowledges too early\n');
