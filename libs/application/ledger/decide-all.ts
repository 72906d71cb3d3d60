import { isDerived, Refusal } from '#kept/domain';
import { type NewEvent, type Position } from '#kept/event-store';
import { type Aggregate, type DomainCommand } from './aggregate.js';
import { eventIdOf, fingerprintOf } from './identity.js';
import { type CommandAnswer, type LoadedStream, UNREAD } from './loaded-stream.js';
import { type CommandMetadata, type Submission, type SubmissionOutcome, type Submitted } from './submission.js';

/** What commands on one stream came to, before any of it is written. */
export interface Decided<State, Event = unknown> {
  outcomes: SubmissionOutcome[];
  events: NewEvent[];
  /** The same as they were decided. */
  written: Event[];
  /** Those of the commands that add something. */
  answers: CommandAnswer[];
  /** The stream as it will be once the events are appended. */
  after: () => LoadedStream<State>;
}

/** Known only after the append, and only for the last command that added to it: stores do not number densely. */
export function tellPosition(outcomes: SubmissionOutcome[], answers: CommandAnswer[], position: Position): void {
  const last = answers.at(-1)!;
  last.position = position;
  const outcome = outcomes.findLast((each) => each.outcome === 'recorded');
  if (outcome) Object.assign(outcome, { position });
}

/** What a stream is before the command that streams of its kind begin with, which nearly always finds it so. */
export function supposedlyNew<
  State,
  Command extends DomainCommand,
  Event extends { type: string; data: object },
  Entry,
>(
  { begins, initial }: Aggregate<State, Command, Event, Entry>,
  [first]: readonly Submission<Command>[],
): LoadedStream<State> | undefined {
  return begins !== undefined && first?.command.type === begins ? { state: initial, ...UNREAD, readAt: 0 } : undefined;
}

/** The answer to what was written by one of several offers, as if the first had been answered. */
export function asRecorded(found: readonly SubmissionOutcome[]): Submitted<never> {
  const outcomes = found.map((each) =>
    each.outcome === 'repeated' ? { ...each, outcome: 'recorded' as const } : each,
  );
  const position = outcomes.flatMap((each) => ('position' in each ? [each.position] : [])).at(-1);
  return { outcomes, written: [], ...(position !== undefined && { position }) };
}

/** Decides commands on one stream, one after the other. A refusal of one leaves the others their own answers. */
export function decideAll<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
  aggregate: Aggregate<State, Command, Event, Entry>,
  stream: string,
  loaded: LoadedStream<State>,
  submissions: readonly Submission<Command>[],
): Decided<State, Event> {
  let { state, revision, formRevision } = loaded;
  const { readAt } = loaded;
  // Folded when somebody needs the state: of most streams that begin, nobody does.
  const unfolded: Entry[] = [];
  const stateNow = (): State => {
    for (const entry of unfolded) state = aggregate.evolve(state, entry);
    unfolded.length = 0;
    return state;
  };
  const commands = new Map(loaded.commands);
  const events: NewEvent[] = [];
  const written: Event[] = [];
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
      const decided = aggregate.decide(command, stateNow());
      if (decided.length === 0) return { outcome: 'without-effect', revision: formRevision as bigint };
      const { occurredAt, recordedAt } = metadata;
      written.push(...decided);
      for (let index = 0; index < decided.length; index += 1) {
        const event = decided[index]!;
        const { type, schemaVersion, data } = aggregate.codec.encode(event);
        const id = eventIdOf(commandId, stream, index);
        events.push({ id, type, data, metadata: metadataOf(metadata, fingerprint, schemaVersion) });
        revision = revision === 'no_stream' ? 0n : revision + 1n;
        if (!isDerived(type)) formRevision = revision;
        // Part by part, as the answer below: spreading an object takes longer than deciding.
        const entry = { type, data: event.data, id, revision: Number(revision), occurredAt, recordedAt };
        unfolded.push(entry as unknown as Entry);
      }
      const answer: CommandAnswer = { revision: revision as bigint, events: decided.length };
      answers.push(answer);
      commands.set(commandId, { fingerprint, answer });
      return { outcome: 'recorded', revision: answer.revision, events: answer.events };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { outcome: 'refused', code: error.code, parameters: error.parameters };
    }
  });
  const after = (): LoadedStream<State> => ({ state: stateNow(), revision, formRevision, commands, readAt });
  return { outcomes, events, written, answers, after };
}

function metadataOf(
  { commandId, actor, occurredAt, recordedAt, correlationId, causationId }: CommandMetadata,
  commandFingerprint: string,
  schemaVersion: number,
): NewEvent['metadata'] {
  return {
    schemaVersion,
    actor,
    occurredAt,
    recordedAt,
    correlationId: correlationId ?? commandId,
    causationId: causationId ?? commandId,
    commandId,
    commandFingerprint,
  };
}
