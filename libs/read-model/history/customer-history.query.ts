import {
  type CommitmentEntry,
  type CustomerEntry,
  type CommitmentHistory,
  historyOf,
  type Instant,
  type Step,
} from '#kept/domain';
import { type Position } from '#kept/event-store';
import { type ReadModel } from '../read-model.js';
import { ask, standpointOf } from '../standpoint.js';
import { type CommitmentInHistory, summaryOf } from './commitment-summary.js';
import { entryOf } from './entry.js';
import { type HistoryRow } from './history.projection.js';

/** What fixes the answer, on both axes. */
export interface HistoryQuestion {
  /** How far time had run: entries that occurred later are left out. */
  at: Instant;
  /** What the ledger had learned by then: entries recorded later are left out. Default: everything. */
  knownAt?: Instant;
  /** What was known, by position: everything up to it. Default: all that is projected. */
  asOf?: Position;
}

/** One entry about the customer, and what it changed. */
export interface CustomerStep extends Omit<Step, 'entry'> {
  /** The entry's id. */
  entry: string;
  type: (CommitmentEntry | CustomerEntry)['type'];
  /** Absent for what is about the customer in general. */
  commitment?: string;
  occurredAt: Instant;
  recordedAt: Instant;
  /** What the entry says, less personal data. */
  data: (CommitmentEntry | CustomerEntry)['data'];
}

export interface CustomerHistory {
  customer: string;
  at: Instant;
  knownAt?: Instant;
  position: string;
  /** In the order they were recorded. */
  commitments: CommitmentInHistory[];
  /** By occurred at; ties in the order they were recorded. */
  steps: CustomerStep[];
}

/**
 * What a customer had reason to expect, and how it came to that: every entry about them with what it changed, and every
 * commitment as it stood. A customer that nothing is known of has an empty history.
 * @throws ReadModelRefused `not-built`, `not-caught-up`
 */
export function customerHistory(
  model: ReadModel,
  customer: string,
  question: HistoryQuestion,
): Promise<CustomerHistory> {
  const { at, knownAt, asOf } = question;
  return ask(model, async (trx) => {
    const position = await standpointOf(model, trx, ['history'], asOf);
    const rows = await trx
      .selectFrom('history')
      .select(['position', 'commitment', 'entry'])
      .where('customer', '=', customer)
      .where('position', '<=', position)
      .orderBy('position')
      .execute();
    return {
      customer,
      at,
      ...(knownAt !== undefined && { knownAt }),
      position: String(position),
      ...fold(rows, question),
    };
  });
}

const LAST = Infinity as Instant;

/** A step that still knows its place in the log. */
interface Placed {
  position: number;
  step: CustomerStep;
}

function fold(
  rows: readonly Pick<HistoryRow, 'position' | 'commitment' | 'entry'>[],
  { at, knownAt = LAST }: HistoryQuestion,
): Pick<CustomerHistory, 'commitments' | 'steps'> {
  const streams = new Map<string | null, CommitmentEntry[]>();
  const positions = new Map<string, number>();
  const placed: Placed[] = [];
  for (const row of rows) {
    const entry = entryOf(row.entry);
    if (entry.recordedAt > knownAt) continue;
    positions.set(entry.id, row.position);
    if (row.commitment === null) {
      if (entry.occurredAt <= at) placed.push({ position: row.position, step: stepOf(entry) });
      continue;
    }
    const stream = streams.get(row.commitment);
    if (stream) stream.push(entry as CommitmentEntry);
    else streams.set(row.commitment, [entry as CommitmentEntry]);
  }
  const commitments: CommitmentInHistory[] = [];
  for (const [id, entries] of streams) {
    const history = historyOf(entries, at);
    const summary = summaryOf(id!, history.commitment, at);
    if (summary) commitments.push(summary);
    for (const step of stepsOf(id!, history)) placed.push({ position: positions.get(step.entry)!, step });
  }
  placed.sort((a, b) => a.step.occurredAt - b.step.occurredAt || a.position - b.position);
  return { commitments, steps: placed.map(({ step }) => step) };
}

// Put together part by part: a customer may have ten thousand of them, and spreads would take most of the time.
function stepsOf(commitment: string, { steps }: CommitmentHistory): CustomerStep[] {
  return steps.map(({ entry, plan, expectation, first, settlement, silentSlip, voided, warnings }) => {
    const step = stepOf(entry);
    step.commitment = commitment;
    step.silentSlip = silentSlip;
    step.voided = voided;
    step.warnings = warnings;
    if (plan) step.plan = plan;
    if (expectation) step.expectation = expectation;
    if (first) step.first = first;
    if (settlement) step.settlement = settlement;
    return step;
  });
}

/** The step of an entry that has changed nothing yet. */
function stepOf({ id, type, occurredAt, recordedAt, data }: CommitmentEntry | CustomerEntry): CustomerStep {
  return { entry: id, type, occurredAt, recordedAt, data, silentSlip: false, voided: false, warnings: [] };
}
