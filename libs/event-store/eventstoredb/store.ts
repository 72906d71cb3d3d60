import { type EventStoreDBClient } from '@eventstore/db-client';
import { StoreClosed } from '../errors.js';
import {
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type Finding,
  type LogRange,
  type StreamRange,
  type SubscriptionRange,
} from '../port.js';
import {
  type FirstEvent,
  type LoggedEvent,
  type LoggedText,
  type NewEvent,
  type Position,
  type RecordedEvent,
  START,
} from '../record.js';
import { prepareAppend } from '../validate.js';
import { Appender } from './appender.js';
import { audit } from './audit.js';
import { firstEvents } from './first-events.js';
import { identityOf } from './identity.js';
import { Log } from './log.js';
import { type Address, type EventStoreDBOptions } from './settings.js';
import { StreamReader } from './stream-reader.js';

/** A ledger in an EventStoreDB, or a cluster of them. */
export class EventStoreDBEventStore implements EventStore {
  readonly #reader: StreamReader;
  readonly #appender: Appender;
  readonly #log: Log;
  /** Ends whatever still follows the log. */
  readonly #closed = new AbortController();
  #closing: Promise<void> | undefined;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly address: Address,
    private readonly options: EventStoreDBOptions,
  ) {
    this.#reader = new StreamReader(client, address, options);
    this.#appender = new Appender(client, this.#reader, address, options);
    this.#log = new Log(client, address, options);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    this.#mustBeOpen();
    return this.#appender.append({ stream, expected, events: prepareAppend(stream, expected, events) });
  }

  async *readStream(stream: string, range: StreamRange = {}): AsyncGenerator<RecordedEvent[]> {
    this.#mustBeOpen();
    yield* this.#reader.pages(stream, range);
  }

  async readFirst(streams: readonly string[]): Promise<FirstEvent[]> {
    this.#mustBeOpen();
    return firstEvents(this.#reader, streams);
  }

  async *readAll(range: LogRange = {}): AsyncGenerator<LoggedEvent[]> {
    this.#mustBeOpen();
    yield* this.#log.read(range);
  }

  /** The client has parsed them already: they are written anew. */
  async *readAllAsText(range: LogRange = {}): AsyncGenerator<LoggedText[]> {
    for await (const page of this.readAll(range))
      yield page.map(({ data, ...event }) => ({ ...event, json: JSON.stringify(data) }));
  }

  async *subscribe(range: SubscriptionRange, signal: AbortSignal): AsyncGenerator<LoggedEvent[]> {
    this.#mustBeOpen();
    yield* this.#log.follow(range, AbortSignal.any([signal, this.#closed.signal]));
  }

  async last(): Promise<LoggedEvent | undefined> {
    this.#mustBeOpen();
    return this.#log.last();
  }

  async head(): Promise<Position> {
    return (await this.last())?.position ?? START;
  }

  async identity(): Promise<string> {
    this.#mustBeOpen();
    return identityOf(this.client, this.address, this.options);
  }

  async *audit(progress?: (done: number, total: number) => void): AsyncGenerator<Finding> {
    this.#mustBeOpen();
    yield* audit(this.client, this.address, this.options, progress);
  }

  /** Answers what is pending, and lets go of the connection. Twice is as good as once. */
  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    this.#closed.abort();
    await this.#appender.settled();
    await this.client.dispose();
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw new StoreClosed(this.address.place);
  }
}
