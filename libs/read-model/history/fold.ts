import { type CommitmentEntry, type CustomerEntry, historyOf, type Instant, type Step } from '#kept/domain';
import { type CommitmentInHistory, summaryOf } from './commitment-summary.js';
import { entryOf, type WrittenEntry } from './entry.js';
import { type HistoryQuestion, type HistoryStep } from './question.js';

/** Commitments as they stood, and how it came to that. */
export interface FoldedHistory {
  /** In the order they were recorded. */
  commitments: CommitmentInHistory[];
  /** By occurred at; ties in the order they were recorded. */
  steps: HistoryStep[];
}

const LAST = Infinity as Instant;

/** An entry that knows its place among all those it was read with. */
type Placed<E> = E & { place: number };

/** @param known entries up to some position, in the order they were recorded */
export function foldedHistory(known: readonly WrittenEntry[], question: HistoryQuestion): FoldedHistory {
  const { at, knownAt = LAST, teams } = question;
  const streams = new Map<string, Placed<CommitmentEntry>[]>();
  // By place, and so in the order they were recorded; what is left out leaves a gap.
  const placed: (HistoryStep | undefined)[] = Array.from({ length: known.length });
  for (const [place, written] of known.entries()) {
    const [commitment, , , , , recordedAt] = written;
    if (recordedAt > knownAt) continue;
    const entry = entryOf(written);
    if (commitment === null) {
      if (entry.occurredAt <= at) placed[place] = stepOf(entry);
      continue;
    }
    const stream = streams.get(commitment);
    const one = Object.assign(entry as CommitmentEntry, { place });
    if (stream) stream.push(one);
    else streams.set(commitment, [one]);
  }
  const commitments: CommitmentInHistory[] = [];
  const hidden = new Set<string>();
  for (const [id, entries] of streams) {
    const history = historyOf(entries, at);
    const summary = summaryOf(id, history.commitment, at);
    if (summary && teams && !teams.includes(summary.team)) {
      hidden.add(id);
      continue;
    }
    if (summary) commitments.push(summary);
    for (const step of history.steps) placed[step.entry.place] = commitmentStepOf(id, step);
  }
  const steps = placed.filter((step) => step !== undefined && !(hidden.size > 0 && tellsOf(step, hidden)));
  // The sort is stable, and quick with what is nearly in order.
  return { commitments, steps: (steps as HistoryStep[]).sort((a, b) => a.occurredAt - b.occurredAt) };
}

/** What a customer said about a commitment is seen with it. */
function tellsOf({ data }: HistoryStep, hidden: ReadonlySet<string>): boolean {
  return 'commitment' in data && hidden.has(data.commitment);
}

// Put together part by part: a customer may have ten thousand of them, and spreads would take most of the time.
function commitmentStepOf(commitment: string, step: Step): HistoryStep {
  const { plan, expectation, first, settlement } = step;
  const one = stepOf(step.entry);
  one.commitment = commitment;
  one.silentSlip = step.silentSlip;
  one.voided = step.voided;
  one.warnings = step.warnings;
  if (plan) one.plan = plan;
  if (expectation) one.expectation = expectation;
  if (first) one.first = first;
  if (settlement) one.settlement = settlement;
  return one;
}

/** The step of an entry that has changed nothing yet. */
function stepOf({ id, type, occurredAt, recordedAt, data }: CommitmentEntry | CustomerEntry): HistoryStep {
  return { entry: id, type, occurredAt, recordedAt, data, silentSlip: false, voided: false, warnings: [] };
}
