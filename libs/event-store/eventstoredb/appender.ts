import { type EventStoreDBClient, type JSONEventData } from '@eventstore/db-client';
import { LRUCache } from 'lru-cache';
import { type EventBody, hashOf } from '../chain.js';
import { AppendConflict, AppendOutcomeUnknown } from '../errors.js';
import { type Appended, type ExpectedRevision } from '../port.js';
import { type RecordedEvent } from '../record.js';
import { type Answer, AppendCalls, type Attempts } from './attempts.js';
import { appendFailed } from './failures.js';
import { Patience } from './patience.js';
import { type Address, type EventStoreDBOptions } from './settings.js';
import { type StreamReader } from './stream-reader.js';
import { toWire } from './wire.js';

/** How a stream ends: "before the first event" is revision −1, as in the server's own arithmetic. */
interface End {
  revision: bigint;
  hash: string | null;
}

const NOTHING = -1n;
const NO_EVENT: End = { revision: NOTHING, hash: null };

/** Ends of streams that are remembered, a hundred bytes each. What is remembered wrongly the server refuses. */
const REMEMBERED = 100_000;

interface Offered {
  stream: string;
  events: readonly EventBody[];
}

interface Append extends Offered {
  expected: ExpectedRevision;
}

/**
 * Appends, those of this process to one stream one after the other: each is chained to the one before, and a later one
 * may expect what an earlier one writes.
 */
export class Appender {
  readonly #ends = new LRUCache<string, End>({ max: REMEMBERED });
  readonly #lines = new Map<string, Promise<unknown>>();
  readonly #calls: AppendCalls;

  constructor(
    client: EventStoreDBClient,
    private readonly reader: StreamReader,
    private readonly address: Address,
    private readonly options: EventStoreDBOptions,
  ) {
    this.#calls = new AppendCalls(client, address, options);
  }

  /** @throws AppendConflict, AppendRejected, AppendOutcomeUnknown, StoreUnavailable */
  append(append: Append): Promise<Appended> {
    const { stream } = append;
    const before = this.#lines.get(stream);
    const mine = before ? before.then(() => this.#append(append)) : this.#append(append);
    const settled = mine
      .catch(() => undefined)
      .then(() => {
        if (this.#lines.get(stream) === settled) this.#lines.delete(stream);
      });
    this.#lines.set(stream, settled);
    return mine;
  }

  /** When everything under way has been answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#lines.values());
  }

  async #append(append: Append): Promise<Appended> {
    this.#calls.mustBeAnswered();
    const patience = new Patience(this.options.patience);
    for (;;) {
      const end = await this.#endFor(append);
      if ('isNew' in end) return end;
      const answer = await this.#offer(append, end);
      if (answer) return answer;
      // Somebody else was there first. Where the caller named a revision, that is theirs to judge.
      this.#ends.delete(append.stream);
      if (typeof append.expected === 'bigint' || append.expected === 'no_stream') return this.#repeatAt(append);
      if (!(await patience.another())) return this.#repeatAt(append);
    }
  }

  /** What the append is to follow; or the answer, where it was written before. */
  async #endFor(append: Append): Promise<End | Appended> {
    const { stream, expected } = append;
    if (expected === 'no_stream') return NO_EVENT;
    if (expected === 'any' || expected === 'stream_exists') return this.#endOfAny(append);
    const known = this.#ends.get(stream);
    if (known?.revision === expected) return known;
    for await (const [event] of this.reader.pages(stream, { from: expected, limit: 1 })) return event!;
    const last = await this.reader.last(stream);
    throw new AppendConflict(stream, expected, last?.revision ?? 'no_stream');
  }

  /** Without a revision, the first id tells a repeat: wherever it stands, so the whole stream is looked through. */
  async #endOfAny({ stream, expected, events }: Append): Promise<End | Appended> {
    let end: End = NO_EVENT;
    const there: RecordedEvent[] = [];
    for await (const page of this.reader.pages(stream, {})) {
      there.push(...page.filter(({ id }) => events.some((event) => event.id === id)));
      end = page.at(-1)!;
    }
    if (end.revision === NOTHING && expected === 'stream_exists')
      throw new AppendConflict(stream, expected, 'no_stream');
    const first = there.findIndex(({ id }) => id === events[0]!.id);
    if (first === -1) return end;
    const repeated = there.slice(first, first + events.length);
    if (isRepeat(repeated, events)) return answerOf(repeated.at(-1)!);
    throw new AppendConflict(stream, expected, end.revision);
  }

  /** @returns `undefined` where the stream is elsewhere */
  async #offer(offered: Offered, end: End): Promise<Appended | undefined> {
    const { stream, events } = offered;
    const { wire, hashes, after } = chained(stream, events, end);
    const attempts = this.#calls.attempts({ stream, revision: end.revision }, wire);
    const answer = await this.#answerTo(attempts, stream);
    if (answer.is === 'taken') return attempts.mayBeWritten ? this.#completed(offered, end, hashes) : undefined;
    this.#ends.set(stream, after);
    return { revision: after.revision, position: answer.position, isNew: true };
  }

  async #answerTo(attempts: Attempts, stream: string): Promise<Answer> {
    try {
      return await attempts.answer();
    } catch (error) {
      this.#ends.delete(stream);
      throw attempts.mayBeWritten
        ? new AppendOutcomeUnknown(stream, error)
        : appendFailed(this.address.place, stream, error);
    }
  }

  /**
   * An attempt that got no answer may have been written in part. This driver cancels none, but something between it and the
   * server may, and the server take what has come for a whole append. What is missing is written after it.
   * @returns `undefined` where it is not so, or somebody else has come between
   */
  async #completed({ stream, events }: Offered, end: End, hashes: readonly string[]): Promise<Appended | undefined> {
    const there: RecordedEvent[] = [];
    const range = { from: end.revision + 1n, limit: events.length };
    for await (const page of this.reader.pages(stream, range)) there.push(...page);
    const isPart = there.length < events.length && there.every(({ hash }, index) => hash === hashes[index]);
    const last = there.at(-1);
    return isPart && last ? this.#offer({ stream, events: events.slice(there.length) }, last) : undefined;
  }

  /** The same ids in the same order, right after the revision that was expected: then it was written before. */
  async #repeatAt({ stream, expected, events }: Append): Promise<Appended> {
    const from = typeof expected === 'bigint' ? expected + 1n : 0n;
    const there: RecordedEvent[] = [];
    for await (const page of this.reader.pages(stream, { from, limit: events.length })) there.push(...page);
    if (isRepeat(there, events)) return answerOf(there.at(-1)!);
    const last = await this.reader.last(stream);
    throw new AppendConflict(stream, expected, last?.revision ?? 'no_stream');
  }
}

function chained(stream: string, events: readonly EventBody[], { revision, hash: before }: End) {
  const hashes: string[] = [];
  const wire: JSONEventData[] = events.map((event, index) => {
    const previousHash = hashes[index - 1] ?? before;
    const hash = hashOf(event, stream, Number(revision) + 1 + index, previousHash);
    hashes.push(hash);
    return toWire(event, { previousHash, hash });
  });
  const after: End = { revision: revision + BigInt(events.length), hash: hashes.at(-1)! };
  return { wire, hashes, after };
}

/** Bodies are not compared. */
function isRepeat(there: readonly { id: string }[], events: readonly { id: string }[]): boolean {
  return there.length === events.length && there.every(({ id }, index) => id === events[index]!.id);
}

const answerOf = ({ revision, position }: RecordedEvent): Appended => ({ revision, position, isNew: false });
