import { UnreadableEvent } from '#kept/contracts';
import { isDerived } from '#kept/domain';
import { type EventStore, type Position, type RecordedEvent } from '#kept/event-store';
import { type Aggregate, type DomainCommand } from './aggregate.js';

/** What a command came to: the same answer whenever it is given again. */
export interface CommandAnswer {
  /** Of its last event. */
  revision: bigint;
  events: number;
  /** Of its last event; absent where it shared an append with others and has not been read back yet. */
  position?: Position;
}

/** What an earlier command left in a stream. */
export interface CommandTrace {
  fingerprint: string;
  answer: CommandAnswer;
}

/** A stream folded up to its last known revision. */
export interface LoadedStream<State> {
  state: State;
  /** Of the last event folded in. */
  revision: bigint | 'no_stream';
  /**
   * Of the last event that people or systems recorded. What the ledger derives by itself, a warning that a deadline is
   * near, makes nobody's form stale.
   */
  formRevision: bigint | 'no_stream';
  /** Commands that have events here, by their id: where a repeated one finds its first answer. */
  commands: ReadonlyMap<string, CommandTrace>;
  /** When the store was last asked what it has beyond, by the process's monotonic clock in milliseconds. */
  readAt: number;
}

/** What is known of a stream of which nothing was read. */
export const UNREAD: Omit<LoadedStream<unknown>, 'state' | 'readAt'> = {
  revision: 'no_stream',
  formRevision: 'no_stream',
  commands: new Map(),
};

/**
 * The stream with what the store has beyond it. From nothing this is the whole stream; from a remembered state only the
 * events somebody else has added since.
 */
export async function catchUp<
  State,
  Command extends DomainCommand,
  Event extends { type: string; data: object },
  Entry,
>(
  store: EventStore,
  stream: string,
  aggregate: Aggregate<State, Command, Event, Entry>,
  known: LoadedStream<State> | undefined,
): Promise<LoadedStream<State>> {
  let loaded = { ...(known ?? { state: aggregate.initial, ...UNREAD }), readAt: performance.now() };
  const from = loaded.revision === 'no_stream' ? 0n : loaded.revision + 1n;
  for await (const page of store.readStream(stream, { from })) loaded = folded(aggregate, loaded, page);
  return loaded;
}

/** The stream with more of its events folded in. */
function folded<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
  aggregate: Aggregate<State, Command, Event, Entry>,
  { state, revision, formRevision, commands, readAt }: LoadedStream<State>,
  events: readonly RecordedEvent[],
): LoadedStream<State> {
  const traces = new Map(commands);
  for (const event of events) {
    if (aggregate.notes?.has(event.type)) {
      revision = event.revision;
      continue;
    }
    const { commandId, commandFingerprint: fingerprint, schemaVersion, occurredAt, recordedAt } = event.metadata;
    const entry = aggregate.codec.decode({ ...event, schemaVersion, occurredAt, recordedAt });
    // Deciding on half a history would be guessing.
    if (entry === undefined)
      throw new UnreadableEvent({ type: event.type, schemaVersion }, 'this version of the program does not know it');
    state = aggregate.evolve(state, entry);
    revision = event.revision;
    if (!isDerived(event.type)) formRevision = revision;
    const events = (traces.get(commandId)?.answer.events ?? 0) + 1;
    traces.set(commandId, { fingerprint, answer: { revision, events, position: event.position } });
  }
  return { state, revision, formRevision, commands: traces, readAt };
}
