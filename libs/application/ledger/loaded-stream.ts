import { type EventStore, type RecordedEvent } from '#kept/event-store';
import { UnreadableEvent } from '#kept/contracts';
import { type Aggregate, type DomainCommand } from './aggregate.js';

/** What an earlier command left in a stream. */
export interface CommandTrace {
  fingerprint: string;
  revision: bigint;
  events: number;
}

/** A stream folded up to its last known revision. */
export interface LoadedStream<State> {
  state: State;
  /** Of the last event folded in. */
  revision: bigint | 'no_stream';
  /** Commands that have events here, by their id: where a repeated one finds its first answer. */
  commands: ReadonlyMap<string, CommandTrace>;
}

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
  let loaded = known ?? { state: aggregate.initial, revision: 'no_stream', commands: new Map<string, CommandTrace>() };
  const from = loaded.revision === 'no_stream' ? 0n : loaded.revision + 1n;
  for await (const page of store.readStream(stream, { from })) loaded = folded(aggregate, loaded, page);
  return loaded;
}

/** The stream with more of its events folded in. */
function folded<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
  aggregate: Aggregate<State, Command, Event, Entry>,
  { state, revision, commands }: LoadedStream<State>,
  events: readonly RecordedEvent[],
): LoadedStream<State> {
  const traces = new Map(commands);
  for (const event of events) {
    const { commandId, commandFingerprint: fingerprint, schemaVersion, occurredAt, recordedAt } = event.metadata;
    const entry = aggregate.codec.decode({ ...event, schemaVersion, occurredAt, recordedAt });
    // Deciding on half a history would be guessing.
    if (entry === undefined)
      throw new UnreadableEvent({ type: event.type, schemaVersion }, 'this version of the program does not know it');
    state = aggregate.evolve(state, entry);
    revision = event.revision;
    traces.set(commandId, { fingerprint, revision, events: (traces.get(commandId)?.events ?? 0) + 1 });
  }
  return { state, revision, commands: traces };
}
