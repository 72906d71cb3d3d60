import { parseStreamName, type StreamReference } from '#kept/contracts';
import { type CommitmentEntry, type CustomerEntry, type TeamEntry } from '#kept/domain';
import { type EventStore, type LoggedEvent, type Position } from '#kept/event-store';
import { type CustomerSubject, type TeamSubject } from '../projection.js';
import { type ReadModel } from '../read-model.js';
import { Batch } from './batch.js';
import { CalendarNeeded, Calendars } from './calendars.js';
import { commitBatch, type Writer, writersFor } from './commit.js';
import { Folds, Poison } from './folds.js';
import { type Generation } from './generations.js';
import { type ParkedStreams } from './parked.js';
import { positionNumber } from './position.js';
import { commitmentFold, customerFold, type FoldedCommitment, teamFold } from './subjects.js';

/** Folded streams that stay in memory: about a kilobyte each, and V8 lets its heap grow to several times of what lives. */
const FOLDED_COMMITMENTS = 12_000;
const FOLDED_CUSTOMERS = 8_000;
const FOLDED_TEAMS = 1_000;

/** Generations that stand at the same position and have parked the same streams: one fold serves them all. */
export class Lane {
  position: Position;
  /** Events taken since the last commit. */
  pending = 0;
  readonly #writers: readonly Writer[];
  readonly #commitments: Folds<CommitmentEntry, FoldedCommitment>;
  readonly #customers: Folds<CustomerEntry, CustomerSubject | null>;
  readonly #teams: Folds<TeamEntry, TeamSubject | null>;
  readonly #calendars: Calendars;
  #batch: Batch;

  constructor(
    private readonly model: ReadModel,
    store: EventStore,
    private readonly generations: readonly Generation[],
    private readonly parked: ParkedStreams,
  ) {
    this.position = generations[0]!.position;
    this.#writers = writersFor(model.engine, generations);
    this.#batch = new Batch(this.#writers.map(({ table }) => table));
    this.#calendars = new Calendars(store);
    this.#commitments = new Folds(store, commitmentFold(this.#calendars), FOLDED_COMMITMENTS);
    this.#customers = new Folds(store, customerFold, FOLDED_CUSTOMERS);
    this.#teams = new Folds(store, teamFold, FOLDED_TEAMS);
  }

  /** Folds a page into the batch. Nothing of it is stored before `commit`. */
  async take(page: readonly LoggedEvent[]): Promise<void> {
    for (const event of page) {
      const reference = parseStreamName(event.stream);
      if (!reference || this.parked.passOver(event)) continue;
      try {
        // Awaited only where something has to be read: a promise for every event costs more than its fold.
        const reading = this.#fold(reference, event);
        if (reading) await reading;
      } catch (error) {
        await this.#after(error, reference, event);
      }
    }
    this.pending += page.length;
  }

  /**
   * Rows and checkpoint in one transaction.
   * @returns `false` when another runner has moved the checkpoint: then this lane is over, and nothing was written
   */
  async commit(to: Position): Promise<boolean> {
    const { model, generations, parked } = this;
    const won = await commitBatch({ model, generations, writers: this.#writers, batch: this.#batch, parked, to });
    this.#batch = new Batch(this.#writers.map(({ table }) => table));
    this.pending = 0;
    for (const generation of generations) generation.position = to;
    this.position = to;
    return won;
  }

  /** Folds again what a calendar was missing for, and parks what cannot be folded. */
  async #after(error: unknown, reference: StreamReference, event: LoggedEvent): Promise<void> {
    try {
      if (!(error instanceof CalendarNeeded)) throw error;
      if (!(await this.#calendars.read(error))) throw new Poison(error);
      await this.#fold(reference, event);
    } catch (worse) {
      if (!(worse instanceof Poison)) throw worse;
      this.parked.park(event, worse.message);
    }
  }

  #fold({ kind, id }: StreamReference, event: LoggedEvent): Promise<void> | undefined {
    if (kind === 'commitment')
      return foldInto(this.#commitments, event, (entry, { subject }) => {
        if (!subject) return;
        const { promise } = subject.commitment;
        this.#batch.addEntry({
          position: positionNumber(event.position),
          page: subject.page,
          stream: subject.position,
          customer: promise.data.customer,
          commitment: { id: subject.id, promise },
          entry,
        });
        this.#batch.addCommitment(subject);
      });
    if (kind === 'customer')
      return foldInto(this.#customers, event, (entry, subject) => {
        if (!subject) return;
        const position = positionNumber(event.position);
        this.#batch.addEntry({ position, page: subject.page, stream: subject.position, customer: id, entry });
        this.#batch.addCustomer(subject);
      });
    return foldInto(this.#teams, event, (_, subject) => {
      if (subject) this.#batch.addTeam(subject);
    });
  }
}

function foldInto<Entry, State>(
  folds: Folds<Entry, State>,
  event: LoggedEvent,
  add: (entry: Entry, state: State) => void,
): Promise<void> | undefined {
  const entry = folds.decode(event);
  if (entry === undefined) return undefined;
  const state = folds.afterNow(event, entry);
  if (state === undefined) return folds.after(event, entry).then((read) => add(entry, read));
  add(entry, state);
  return undefined;
}
