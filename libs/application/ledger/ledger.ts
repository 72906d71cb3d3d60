import { AppendConflict, AppendOutcomeUnknown, type EventStore, type NewEvent, type Position } from '#kept/event-store';
import { streamName } from '#kept/contracts';
import { LRUCache } from 'lru-cache';
import { type Aggregate, type DomainCommand } from './aggregate.js';
import { inAppends } from './appends.js';
import { asRecorded, decideAll, supposedlyNew, tellPosition } from './decide-all.js';
import { catchUp, type CommandAnswer, type LoadedStream } from './loaded-stream.js';
import { type Backoff, patience } from './patience.js';
import { type Submission, type Submitted } from './submission.js';

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

  /** The same, for whoever looks at one entity after another: what people are busy with stays remembered. */
  async look<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
    aggregate: Aggregate<State, Command, Event, Entry>,
    id: string,
  ): Promise<State> {
    const stream = streamName(aggregate.kind, id);
    return (await catchUp(this.store, stream, aggregate, this.remembered.peek(stream) as LoadedStream<State>)).state;
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
  ): Promise<Submitted<Event>> {
    const stream = streamName(aggregate.kind, id);
    const recalled = this.recall<State>(stream);
    let supposed = recalled ?? supposedlyNew(aggregate, submissions);
    // Whether what is found there may be what was offered here, and got no answer.
    let wasOffered = false;
    // Who supposed that a stream is new, and is wrong, has raced with nobody: that attempt does not count.
    const first = recalled || !supposed ? 1 : 0;
    for (let attempt = first; ; attempt += 1) {
      const loaded = supposed ?? (await catchUp(this.store, stream, aggregate, this.recall<State>(stream)));
      if (loaded.revision !== 'no_stream') this.remembered.set(stream, loaded);
      // Taken apart, so that what was folded on the way is not held on to until the append is on disk.
      const { outcomes, events, written, answers, after: fold } = decideAll(aggregate, stream, loaded, submissions);
      const isHearsay = supposed !== undefined;
      // Before it is written: what cannot be folded must not be. What has just begun is seldom asked for again soon.
      const after = loaded.revision === 'no_stream' ? undefined : fold();
      supposed = undefined;
      // A remembered state may be behind: nobody is refused, or told that nothing changes, by hearsay.
      if (isHearsay && outcomes.some(({ outcome }) => outcome !== 'recorded')) continue;
      // Nor is a first answer repeated by halves: the store knows the position that a shared append did not tell.
      if (outcomes.some((answer) => answer.outcome === 'repeated' && answer.position === undefined)) {
        this.remembered.delete(stream);
        continue;
      }
      try {
        const { position, isNew, offers } = await this.append(stream, loaded.revision, events);
        // Written before, then, by the same command or by another that had its id: what is there will tell.
        if (isHearsay && !isNew) {
          wasOffered ||= offers > 1;
          continue;
        }
        if (after) this.remembered.set(stream, after);
        if (position === undefined) return wasOffered ? asRecorded(outcomes) : { outcomes, written };
        tellPosition(outcomes, answers, position);
        return { outcomes, written, position };
      } catch (error) {
        if (!(error instanceof AppendConflict)) throw error;
        if (attempt > 0 && !(await this.backoff(attempt))) throw error;
      }
    }
  }

  /**
   * Appends in as many steps as size demands. Where the answer got lost, the same append is offered again.
   * @returns how often one was offered at most, and whether all of it is new
   */
  private async append(
    stream: string,
    revision: bigint | 'no_stream',
    events: readonly NewEvent[],
  ): Promise<{ position?: Position; isNew: boolean; offers: number }> {
    let expected = revision;
    let appended: { position?: Position; isNew: boolean } = { isNew: true };
    let offers = 1;
    for (const batch of inAppends(events)) {
      for (let attempt = 1; ; attempt += 1)
        try {
          const { isNew, ...step } = await this.store.append(stream, expected, batch);
          expected = step.revision;
          appended = { position: step.position, isNew: isNew && appended.isNew };
          offers = Math.max(offers, attempt);
          break;
        } catch (error) {
          if (!(error instanceof AppendOutcomeUnknown) || !(await this.backoff(attempt))) throw error;
        }
    }
    return { ...appended, offers };
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
