import { parseStreamName, type StreamReference } from '#kept/contracts';
import { type EventStore, type LoggedEvent, type Position } from '#kept/event-store';
import { type ReadModel } from '../read-model.js';
import { Batch } from './batch.js';
import { commitBatch, type Writer, writersFor } from './commit.js';
import { Folds, Poison } from './folds.js';
import { type Generation } from './generations.js';
import { type ParkedStreams } from './parked.js';
import { positionNumber } from './position.js';
import { type CommitmentFolding, type CustomerFolding, foldCommitment, foldCustomer } from './subjects.js';

/** Events whose folded streams stay in memory: about a kilobyte each. */
const FOLDED_COMMITMENT_EVENTS = 60_000;
const FOLDED_CUSTOMER_EVENTS = 20_000;

/** Generations that stand at the same position and have parked the same streams: one fold serves them all. */
export class Lane {
  position: Position;
  /** Events taken since the last commit. */
  pending = 0;
  readonly #writers: readonly Writer[];
  readonly #commitments: Folds<CommitmentFolding>;
  readonly #customers: Folds<CustomerFolding>;
  #batch = new Batch();

  constructor(
    private readonly model: ReadModel,
    store: EventStore,
    private readonly generations: readonly Generation[],
    private readonly parked: ParkedStreams,
  ) {
    this.position = generations[0]!.position;
    this.#writers = writersFor(generations);
    this.#commitments = new Folds(store, {}, foldCommitment, FOLDED_COMMITMENT_EVENTS);
    this.#customers = new Folds(store, {}, foldCustomer, FOLDED_CUSTOMER_EVENTS);
  }

  /** Folds a page into the batch. Nothing of it is stored before `commit`. */
  async take(page: readonly LoggedEvent[]): Promise<void> {
    for (const event of page) {
      const reference = parseStreamName(event.stream);
      if (reference && !this.parked.passOver(event)) await this.#fold(reference, event);
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
    this.#batch = new Batch();
    this.pending = 0;
    for (const generation of generations) generation.position = to;
    this.position = to;
    return won;
  }

  async #fold({ kind, id }: StreamReference, event: LoggedEvent): Promise<void> {
    try {
      if (kind === 'commitment')
        this.#commitmentAfter(event, this.#commitments.afterNow(event) ?? (await this.#commitments.after(event)));
      else if (kind === 'customer')
        this.#customerAfter(id, event, this.#customers.afterNow(event) ?? (await this.#customers.after(event)));
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      this.parked.park(event, error.message);
    }
  }

  #commitmentAfter({ position }: LoggedEvent, { entry, subject }: CommitmentFolding): void {
    if (!entry || !subject) return;
    const { customer } = subject.commitment.promise.data;
    this.#batch.addEntry({ position: positionNumber(position), customer, commitment: subject.id, entry });
    this.#batch.addCommitment(subject);
  }

  #customerAfter(customer: string, { position }: LoggedEvent, { entry, subject }: CustomerFolding): void {
    if (!entry || !subject) return;
    this.#batch.addEntry({ position: positionNumber(position), customer, entry });
    this.#batch.addCustomer(subject);
  }
}
