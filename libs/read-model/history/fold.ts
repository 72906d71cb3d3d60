import { type CommitmentEntry, type CustomerEntry, historyIn, type Instant } from '#kept/domain';
import { type CommitmentInHistory, summaryOf } from './commitment-summary.js';
import { type Placed, type ReadCommitment, type ReadCustomer, type ReadStream } from './pages/read.js';
import { inOrder } from './order.js';
import { type HistoryQuestion, type HistoryStep } from './question.js';

/** Commitments as they stood, and how it came to that. */
export interface FoldedHistory {
  /** In the order they were recorded. */
  commitments: CommitmentInHistory[];
  /** By occurred at; ties in the order they were recorded. */
  steps: HistoryStep[];
}

/** @param streams what is known of a customer by some position */
export function foldedHistory(streams: Iterable<ReadStream>, question: HistoryQuestion): FoldedHistory {
  const fold = new Fold(question);
  for (const stream of streams)
    if (stream.commitment === undefined) fold.addGeneral(stream as ReadCustomer);
    else fold.addCommitment(stream as ReadCommitment);
  return { commitments: fold.commitments, steps: fold.stepsInOrder() };
}

const LAST = Infinity as Instant;

class Fold {
  readonly commitments: CommitmentInHistory[] = [];
  readonly #steps: HistoryStep[] = [];
  /** Where in the log the entry of each step lies. */
  readonly #positions: number[] = [];
  readonly #hidden = new Set<string>();
  /** The one whose entries are at hand; `undefined` where they are about the customer in general. */
  #commitment: string | undefined;

  constructor(private readonly question: HistoryQuestion) {}

  addCommitment({ commitment: id, entries }: ReadCommitment): void {
    const { at, teams } = this.question;
    const [promise] = entries;
    if (teams && promise?.type === 'PromiseMade' && !teams.includes(promise.data.team)) {
      this.#hidden.add(id);
      return;
    }
    this.#commitment = id;
    const commitment = historyIn(this.#known(entries), at, this.#stepFor);
    const summary = summaryOf(id, commitment, at);
    if (summary) this.commitments.push(summary);
  }

  addGeneral({ entries }: ReadCustomer): void {
    this.#commitment = undefined;
    for (const entry of this.#known(entries)) if (entry.occurredAt <= this.question.at) this.#stepFor(entry);
  }

  stepsInOrder(): HistoryStep[] {
    const steps = inOrder(this.#steps, this.#positions);
    return this.#hidden.size === 0 ? steps : steps.filter((step) => !tellsOf(step, this.#hidden));
  }

  #known<E extends Placed<CommitmentEntry | CustomerEntry>>(entries: readonly E[]): readonly E[] {
    const { knownAt = LAST } = this.question;
    return knownAt === LAST ? entries : entries.filter(({ recordedAt }) => recordedAt <= knownAt);
  }

  /** The step of an entry that has changed nothing yet. One function for all of them, and not one for each commitment. */
  readonly #stepFor = (entry: Placed<CommitmentEntry | CustomerEntry>): HistoryStep => {
    const commitment = this.#commitment;
    const step = commitment === undefined ? generalStep(entry) : stepIn(commitment, entry);
    this.#steps.push(step);
    this.#positions.push(entry.position);
    return step;
  };
}

const NO_WARNINGS: HistoryStep['warnings'] = [];

// With all parts at once: what is added to an object later lies beside it, and a customer may have thousands of them.

const stepIn = (
  commitment: string,
  { id, type, occurredAt, recordedAt, data }: Placed<CommitmentEntry | CustomerEntry>,
): HistoryStep => ({
  entry: id,
  type,
  occurredAt,
  recordedAt,
  data,
  silentSlip: false,
  voided: false,
  warnings: NO_WARNINGS,
  commitment,
});

const generalStep = ({
  id,
  type,
  occurredAt,
  recordedAt,
  data,
}: Placed<CommitmentEntry | CustomerEntry>): HistoryStep => ({
  entry: id,
  type,
  occurredAt,
  recordedAt,
  data,
  silentSlip: false,
  voided: false,
  warnings: NO_WARNINGS,
});

/** What a customer said about a commitment is seen with it. */
function tellsOf({ data }: HistoryStep, hidden: ReadonlySet<string>): boolean {
  return 'commitment' in data && hidden.has(data.commitment);
}
