import { type CommitmentEntry, type CustomerEntry, historyIn, type Instant } from '#kept/domain';
import { type CommitmentInHistory, summaryOf } from './commitment-summary.js';
import { type Placed, type ReadCommitment, type ReadCustomer, type ReadStream } from './pages/read.js';
import { type HistoryQuestion, type HistoryStep } from './question.js';

/** Commitments as they stood, and how it came to that. */
export interface FoldedHistory {
  /** In the order they were recorded. */
  commitments: CommitmentInHistory[];
  /** By occurred at; ties in the order they were recorded. */
  steps: HistoryStep[];
}

/** @param streams what is known of a customer by some position */
export function foldedHistory(streams: readonly ReadStream[], question: HistoryQuestion): FoldedHistory {
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

  constructor(private readonly question: HistoryQuestion) {}

  addCommitment({ commitment: id, entries }: ReadCommitment): void {
    const { at, teams } = this.question;
    const [promise] = entries;
    if (teams && promise?.type === 'PromiseMade' && !teams.includes(promise.data.team)) {
      this.#hidden.add(id);
      return;
    }
    const { commitment } = historyIn(this.#known(entries), at, (entry) => this.#stepOf(entry, id));
    const summary = summaryOf(id, commitment, at);
    if (summary) this.commitments.push(summary);
  }

  addGeneral({ entries }: ReadCustomer): void {
    for (const entry of this.#known(entries)) if (entry.occurredAt <= this.question.at) this.#stepOf(entry);
  }

  stepsInOrder(): HistoryStep[] {
    const [steps, positions] = [this.#steps, this.#positions];
    const order = Array.from(steps.keys()).sort(
      (a, b) => steps[a]!.occurredAt - steps[b]!.occurredAt || positions[a]! - positions[b]!,
    );
    const inOrder = order.map((index) => steps[index]!);
    return this.#hidden.size === 0 ? inOrder : inOrder.filter((step) => !tellsOf(step, this.#hidden));
  }

  #known<E extends Placed<CommitmentEntry | CustomerEntry>>(entries: readonly E[]): readonly E[] {
    const { knownAt = LAST } = this.question;
    return knownAt === LAST ? entries : entries.filter(({ recordedAt }) => recordedAt <= knownAt);
  }

  /** The step of an entry that has changed nothing yet. */
  #stepOf(
    { id, type, occurredAt, recordedAt, data, position }: Placed<CommitmentEntry | CustomerEntry>,
    commitment?: string,
  ): HistoryStep {
    const [silentSlip, voided] = [false, false];
    const step: HistoryStep = { entry: id, type, occurredAt, recordedAt, data, silentSlip, voided, warnings: [] };
    if (commitment !== undefined) step.commitment = commitment;
    this.#steps.push(step);
    this.#positions.push(position);
    return step;
  }
}

/** What a customer said about a commitment is seen with it. */
function tellsOf({ data }: HistoryStep, hidden: ReadonlySet<string>): boolean {
  return 'commitment' in data && hidden.has(data.commitment);
}
