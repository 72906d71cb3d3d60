/**
 * What an EventStoreDB keeps, and how it answers appends: the table of docs/explanation/eventstoredb.md, row by row, as it
 * was observed on a real server. In memory, and with the server's own habits, the bad ones included.
 */

export const MOST_BYTES = 1_048_576;

export interface StoredEvent {
  position: bigint;
  stream: string;
  revision: bigint;
  id: string;
  type: string;
  contentType: string;
  data: Uint8Array;
  metadata: Uint8Array;
}

export type ProposedEvent = Pick<StoredEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint;

export type AppendAnswer =
  | { is: 'success'; revision: bigint; position: bigint }
  | { is: 'wrong-expected-version'; actual: bigint | 'no_stream' }
  | { is: 'stream-deleted' }
  | { is: 'too-large' };

interface Stream {
  events: StoredEvent[];
  /** Before the first event that is left: a soft delete hides what was there, and numbering goes on. */
  truncatedBefore: bigint;
  state: 'there' | 'deleted' | 'tombstoned';
}

const NOTHING = -1n;

export class Database {
  readonly log: StoredEvent[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #listeners = new Set<() => void>();
  #end = 0n;

  append(name: string, expected: Expected, events: readonly ProposedEvent[]): AppendAnswer {
    if (events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0) > MOST_BYTES)
      return { is: 'too-large' };
    const stream = this.#streams.get(name);
    if (stream?.state === 'tombstoned') return { is: 'stream-deleted' };
    const current = lastOf(stream);
    const actual = stream && stream.state === 'there' ? current : 'no_stream';
    switch (expected) {
      case 'any':
        return this.#known(stream, events) ?? this.#write(name, events);
      case 'stream_exists':
        if (stream?.state === 'deleted') return { is: 'stream-deleted' };
        if (!stream) return { is: 'wrong-expected-version', actual: 'no_stream' };
        return this.#known(stream, events) ?? this.#write(name, events);
      case 'no_stream':
        if (!stream || stream.state === 'deleted') return this.#write(name, events);
        return this.#repeated(stream, 0n, events) ?? { is: 'wrong-expected-version', actual };
      default:
        if (expected === current) return this.#write(name, events);
        return (
          (expected < current && stream && this.#repeated(stream, expected + 1n, events)) || {
            is: 'wrong-expected-version',
            actual,
          }
        );
    }
  }

  /** `undefined` where there is no such stream. */
  stream(name: string): readonly StoredEvent[] | undefined {
    const stream = this.#streams.get(name);
    if (!stream || stream.state !== 'there') return undefined;
    return stream.events.filter(({ revision }) => revision >= stream.truncatedBefore);
  }

  delete(name: string, how: 'deleted' | 'tombstoned'): void {
    const stream = this.#streams.get(name);
    if (!stream) return;
    stream.state = how;
    stream.truncatedBefore = lastOf(stream) + 1n;
  }

  /** Calls when something is written; answers how to stop that. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** At the revision the append names, ids are compared, and nothing else. */
  #repeated({ events: there }: Stream, start: bigint, events: readonly ProposedEvent[]): AppendAnswer | undefined {
    const slice = there.slice(Number(start), Number(start) + events.length);
    const last = slice.at(-1);
    const same = slice.length === events.length && slice.every(({ id }, index) => id === events[index]!.id);
    return same && last ? { is: 'success', revision: last.revision, position: last.position } : undefined;
  }

  /** Without a revision the server goes by the ids it remembers. */
  #known(stream: Stream | undefined, events: readonly ProposedEvent[]): AppendAnswer | undefined {
    const first = stream?.events.find(({ id }) => id === events[0]?.id);
    if (!stream || !first) return undefined;
    return this.#repeated(stream, first.revision, events) ?? { is: 'wrong-expected-version', actual: lastOf(stream) };
  }

  #write(name: string, events: readonly ProposedEvent[]): AppendAnswer {
    const stream = this.#streams.get(name) ?? { events: [], truncatedBefore: 0n, state: 'there' };
    this.#streams.set(name, stream);
    stream.state = 'there';
    let revision = lastOf(stream);
    for (const event of events) {
      revision += 1n;
      // Places in a file: neither dense nor evenly spaced.
      this.#end += BigInt(event.data.length + event.metadata.length + 57);
      const stored = { ...event, stream: name, revision, position: this.#end };
      stream.events.push(stored);
      this.log.push(stored);
    }
    for (const listener of [...this.#listeners]) listener();
    return { is: 'success', revision, position: this.#end };
  }
}

const lastOf = (stream: Stream | undefined): bigint => stream?.events.at(-1)?.revision ?? NOTHING;
