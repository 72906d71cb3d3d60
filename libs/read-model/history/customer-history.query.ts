import { type CommitmentEntry, type CustomerEntry, historyOf, type Instant, type Step } from '#kept/domain';
import { type Position } from '#kept/event-store';
import { sql, type Transaction } from 'kysely';
import { type ReadModel } from '../read-model.js';
import { type Database } from '../schema/database.js';
import { ask, standpointOf } from '../standpoint.js';
import { type CommitmentInHistory, summaryOf } from './commitment-summary.js';
import { entryOf, type WrittenEntry } from './entry.js';

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
    const known = await entriesOf(trx, customer, position);
    return {
      customer,
      at,
      ...(knownAt !== undefined && { knownAt }),
      position: String(position),
      ...fold(known, question),
    };
  });
}

/** Entries a statement. Their texts come as one: a value handed over costs more than reading it. */
const ENTRIES_A_PAGE = 2_000;

/** Every entry about a customer up to a position, in the order they were recorded. */
async function entriesOf(trx: Transaction<Database>, customer: string, position: number): Promise<WrittenEntry[]> {
  const entries: WrittenEntry[] = [];
  for (let after = 0; ;) {
    const page = trx
      .selectFrom('history')
      .select(['position', 'entry'])
      .where('customer', '=', customer)
      .where('position', '>', after)
      .where('position', '<=', position)
      .orderBy('position')
      .limit(ENTRIES_A_PAGE);
    const { last, texts } = await trx
      .selectFrom(page.as('page'))
      .select(({ fn }) => fn.max<number | string>('position').as('last'))
      .select(sql<string | null>`string_agg(entry, ',' order by position)`.as('texts'))
      .executeTakeFirstOrThrow();
    if (texts === null) return entries;
    for (const written of JSON.parse(`[${texts}]`) as WrittenEntry[]) entries.push(written);
    after = Number(last);
  }
}

const LAST = Infinity as Instant;

/** An entry that knows its place among all those of the customer. */
type Placed<E> = E & { place: number };

function fold(
  known: readonly WrittenEntry[],
  { at, knownAt = LAST }: HistoryQuestion,
): Pick<CustomerHistory, 'commitments' | 'steps'> {
  const streams = new Map<string, Placed<CommitmentEntry>[]>();
  // By place, and so in the order they were recorded; what is left out leaves a gap.
  const placed: (CustomerStep | undefined)[] = Array.from({ length: known.length });
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
  for (const [id, entries] of streams) {
    const history = historyOf(entries, at);
    const summary = summaryOf(id, history.commitment, at);
    if (summary) commitments.push(summary);
    for (const step of history.steps) placed[step.entry.place] = commitmentStepOf(id, step);
  }
  const steps = placed.filter((step) => step !== undefined);
  // The sort is stable, and quick with what is nearly in order.
  return { commitments, steps: steps.sort((a, b) => a.occurredAt - b.occurredAt) };
}

// Put together part by part: a customer may have ten thousand of them, and spreads would take most of the time.
function commitmentStepOf(commitment: string, step: Step): CustomerStep {
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
function stepOf({ id, type, occurredAt, recordedAt, data }: CommitmentEntry | CustomerEntry): CustomerStep {
  return { entry: id, type, occurredAt, recordedAt, data, silentSlip: false, voided: false, warnings: [] };
}
