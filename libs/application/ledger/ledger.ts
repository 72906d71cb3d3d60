import { type Instant, isDerived, Refusal, type RefusalCode, type RefusalParameters } from '#kept/domain';
import {
  type Actor,
  AppendConflict,
  AppendOutcomeUnknown,
  type EventStore,
  type NewEvent,
  type Position,
} from '#kept/event-store';
import { streamName } from '#kept/contracts';
import { LRUCache } from 'lru-cache';
import { type Aggregate, type DomainCommand } from './aggregate.js';
import { inAppends } from './appends.js';
import { eventIdOf, fingerprintOf } from './identity.js';
import { catchUp, type CommandAnswer, type LoadedStream } from './loaded-stream.js';
import { type Backoff, patience } from './patience.js';

/** Who asks, when it happened, and which command this is. */
export interface CommandMetadata {
  /** Chosen by the caller; the same again for a retry. */
  commandId: string;
  actor: Actor;
  occurredAt: Instant;
  recordedAt: Instant;
  /** Default: the command's own id. */
  correlationId?: string;
  causationId?: string;
  /**
   * What the caller said, where that is less than the command: a retry after the policy or the clock has moved says the
   * same, and comes to another command. Default: the command's own fingerprint.
   */
  fingerprint?: string;
  /** What the caller had seen: the revision of the last entry that people or systems had recorded. */
  ifRevision?: bigint;
}

/** A command with everything the ledger needs to record it. */
export interface Submission<Command extends DomainCommand> {
  command: Command;
  metadata: CommandMetadata;
}

export type SubmissionOutcome =
  | ({ outcome: 'recorded' | 'repeated' } & CommandAnswer)
  /** The command is accepted and changes nothing; nothing was written. The revision is what it was judged by. */
  | { outcome: 'without-effect'; revision: bigint }
  | { outcome: 'refused'; code: RefusalCode | LedgerRefusal; parameters: RefusalParameters };

/** What the ledger refuses by itself, whatever the decider says. */
export type LedgerRefusal = 'command-id-reused' | 'revision-stale';

/** What became of commands submitted together. */
export interface Submitted {
  outcomes: SubmissionOutcome[];
  /** The position of the last event appended; absent where nothing was. */
  position?: Position;
}

/** How many folded streams are remembered, at most: those that people are busy with. */
const REMEMBERED = 1_000;

/** Milliseconds. */
const A_MOMENT = 1_000;

/**
 * Takes commands to their streams: load, decide, append. A repeated command finds its own events while the stream is
 * loaded; a stream that somebody else moved meanwhile is loaded again and decided anew.
 *
 * Folded states are remembered, and never trusted: an append carries the revision it was decided at, and an answer that
 * appends nothing is given only after the store has confirmed that the state is current.
 */
export class Ledger {
  private readonly remembered: LRUCache<string, LoadedStream<unknown>>;

  /** @param remembered how many folded streams to keep in memory, a few kilobytes each */
  constructor(
    private readonly store: EventStore,
    private readonly backoff: Backoff = patience,
    remembered = REMEMBERED,
  ) {
    this.remembered = new LRUCache({ max: remembered });
  }

  /** An entity's stream, folded, as the store has it now. */
  async load<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
    aggregate: Aggregate<State, Command, Event, Entry>,
    id: string,
  ): Promise<LoadedStream<State>> {
    const stream = streamName(aggregate.kind, id);
    const loaded = await catchUp(this.store, stream, aggregate, this.recall<State>(stream));
    // Who asks for names that nobody has must not push out what people are busy with.
    if (loaded.revision !== 'no_stream') this.remembered.set(stream, loaded);
    return loaded;
  }

  /**
   * An entity's state as it was a moment ago, at most: for what a command on another stream looks at. Nothing holds two
   * streams together, so a change of this one may always come a moment too late; and what this process recorded itself
   * is never missed. What is to be refused is looked up with `load`.
   */
  async glance<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
    aggregate: Aggregate<State, Command, Event, Entry>,
    id: string,
  ): Promise<State> {
    const recalled = this.recall<State>(streamName(aggregate.kind, id));
    if (recalled && performance.now() - recalled.readAt < A_MOMENT) return recalled.state;
    return (await this.load(aggregate, id)).state;
  }

  /**
   * The first answer to a command that was given before; `undefined` for a new one, also where its id came with another
   * content: that is for `submit` to refuse.
   */
  async firstAnswer<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
    aggregate: Aggregate<State, Command, Event, Entry>,
    id: string,
    { commandId, fingerprint }: { commandId: string; fingerprint: string },
  ): Promise<CommandAnswer | undefined> {
    const trace = (await this.load(aggregate, id)).commands.get(commandId);
    return trace?.fingerprint === fingerprint ? trace.answer : undefined;
  }

  /**
   * Decides commands on one entity, one after the other, and appends what they add: in one append where it fits. A
   * refusal of one leaves the others their own answers.
   * @throws AppendConflict or AppendOutcomeUnknown when patience has run out; submitting the same again is safe
   */
  async submit<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
    aggregate: Aggregate<State, Command, Event, Entry>,
    id: string,
    submissions: readonly Submission<Command>[],
  ): Promise<Submitted> {
    const stream = streamName(aggregate.kind, id);
    let fresh = false;
    for (let attempt = 1; ; attempt += 1) {
      const recalled = fresh ? undefined : this.recall<State>(stream);
      const loaded = recalled ?? (await catchUp(this.store, stream, aggregate, this.recall<State>(stream)));
      this.remembered.set(stream, loaded);
      const decided = decideAll(aggregate, stream, loaded, submissions);
      fresh = true;
      // A remembered state may be behind: nobody is refused, or told that nothing changes, by hearsay.
      if (recalled && decided.outcomes.some(({ outcome }) => outcome !== 'recorded')) continue;
      // Nor is a first answer repeated by halves: the store knows the position that a shared append did not tell.
      if (decided.outcomes.some((answer) => answer.outcome === 'repeated' && answer.position === undefined)) {
        this.remembered.delete(stream);
        continue;
      }
      try {
        const position = await this.append(stream, loaded.revision, decided.events);
        this.remembered.set(stream, decided.after);
        if (position === undefined) return { outcomes: decided.outcomes };
        tellPosition(decided, position);
        return { outcomes: decided.outcomes, position };
      } catch (error) {
        if (!(error instanceof AppendConflict) || !(await this.backoff(attempt))) throw error;
      }
    }
  }

  /** Appends in as many steps as size demands. Where the answer got lost, the same append is offered again. */
  private async append(
    stream: string,
    revision: bigint | 'no_stream',
    events: readonly NewEvent[],
  ): Promise<Position | undefined> {
    let expected = revision;
    let position: Position | undefined;
    for (const batch of inAppends(events)) {
      for (let attempt = 1; ; attempt += 1)
        try {
          ({ revision: expected, position } = await this.store.append(stream, expected, batch));
          break;
        } catch (error) {
          if (!(error instanceof AppendOutcomeUnknown) || !(await this.backoff(attempt))) throw error;
        }
    }
    return position;
  }

  private recall<State>(stream: string): LoadedStream<State> | undefined {
    return this.remembered.get(stream) as LoadedStream<State> | undefined;
  }

  /** The position of the last event of the log. */
  head(): Promise<Position> {
    return this.store.head();
  }

  /** Forgets every remembered state, as after a restart. */
  forget(): void {
    this.remembered.clear();
  }
}

interface Decided<State> {
  outcomes: SubmissionOutcome[];
  events: NewEvent[];
  /** Those of the commands that add something. */
  answers: CommandAnswer[];
  /** The stream as it will be once the events are appended. */
  after: LoadedStream<State>;
}

/** Known only after the append, and only for the last command that added to it: stores do not number densely. */
function tellPosition({ outcomes, answers }: Decided<unknown>, position: Position): void {
  const last = answers.at(-1)!;
  last.position = position;
  const outcome = outcomes.findLast((each) => each.outcome === 'recorded');
  if (outcome) Object.assign(outcome, { position });
}

function decideAll<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
  aggregate: Aggregate<State, Command, Event, Entry>,
  stream: string,
  loaded: LoadedStream<State>,
  submissions: readonly Submission<Command>[],
): Decided<State> {
  let { state, revision, formRevision } = loaded;
  const { readAt } = loaded;
  const commands = new Map(loaded.commands);
  const events: NewEvent[] = [];
  const answers: CommandAnswer[] = [];
  const outcomes = submissions.map(({ command, metadata }): SubmissionOutcome => {
    try {
      const { commandId, fingerprint = fingerprintOf(command), ifRevision } = metadata;
      const trace = commands.get(commandId);
      if (trace)
        return trace.fingerprint === fingerprint
          ? { outcome: 'repeated', ...trace.answer }
          : { outcome: 'refused', code: 'command-id-reused', parameters: {} };
      // After the repeat: the first attempt has itself moved what it was conditional on.
      if (ifRevision !== undefined && ifRevision !== formRevision)
        return { outcome: 'refused', code: 'revision-stale', parameters: { current: String(formRevision) } };
      const decided = aggregate.decide(command, state);
      if (decided.length === 0) return { outcome: 'without-effect', revision: formRevision as bigint };
      const { occurredAt, recordedAt } = metadata;
      for (const [index, event] of decided.entries()) {
        const { type, schemaVersion, data } = aggregate.codec.encode(event);
        const id = eventIdOf(commandId, stream, index);
        events.push({ id, type, data, metadata: { ...metadataOf(metadata, fingerprint), schemaVersion } });
        revision = revision === 'no_stream' ? 0n : revision + 1n;
        if (!isDerived(type)) formRevision = revision;
        state = aggregate.evolve(state, { ...event, id, revision: Number(revision), occurredAt, recordedAt } as Entry);
      }
      const answer: CommandAnswer = { revision: revision as bigint, events: decided.length };
      answers.push(answer);
      commands.set(commandId, { fingerprint, answer });
      return { outcome: 'recorded', ...answer };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { outcome: 'refused', code: error.code, parameters: error.parameters };
    }
  });
  return { outcomes, events, answers, after: { state, revision, formRevision, commands, readAt } };
}

function metadataOf(
  { commandId, actor, occurredAt, recordedAt, correlationId, causationId }: CommandMetadata,
  commandFingerprint: string,
): Omit<NewEvent['metadata'], 'schemaVersion'> {
  return {
    actor,
    occurredAt,
    recordedAt,
    correlationId: correlationId ?? commandId,
    causationId: causationId ?? commandId,
    commandId,
    commandFingerprint,
  };
}
