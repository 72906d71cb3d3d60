import { BASES } from '#kept/domain';
import { LRUCache } from 'lru-cache';
import { type FactColumns } from './facts/fact-columns.js';
import { type Standpoint } from './facts/refold.js';
import { decidingBasis, type RatesQuestion } from './question.js';

/** How many questions are remembered. A wall of boards asks for a few, over and over. */
const QUESTIONS = 64;
/** Answers that are larger are counted anew: what they take in memory is worth more than what they take in time. */
const MOST_ROWS = 2_000;

/** What was counted of facts that have not changed, and the moments for which it holds. */
interface Counted<Row> {
  rows: readonly Row[];
  columns: FactColumns;
  version: number;
  /** From this moment on. */
  from: number;
  /** Up to and including this moment: then the next open due passes. */
  until: number;
}

/**
 * Remembers what was counted. Between two entries, and between two dues that pass, time changes nothing: whoever asks the
 * same again a moment later, or at the same time as others, is given the same numbers. So is whoever asks about a period
 * that has moved on, as long as no due has come into it or left it.
 *
 * It holds only for questions about all that is known, at a moment after all of it: others are counted anew.
 */
export class CountedBefore<Row> {
  readonly #counted = new LRUCache<string, Counted<Row>>({ max: QUESTIONS });

  /** @returns `undefined` where it must be counted */
  find(question: RatesQuestion, columns: FactColumns, standpoint: Standpoint): readonly Row[] | undefined {
    if (!isAfterAll(columns, standpoint)) return undefined;
    const before = this.#counted.get(shapeOf(question, columns));
    const holds =
      before?.columns === columns &&
      before.version === columns.version &&
      before.from <= standpoint.at &&
      standpoint.at <= before.until;
    return holds ? before.rows : undefined;
  }

  /** @param nextDue the earliest due of what is covered and open that had not passed */
  remember(
    question: RatesQuestion,
    columns: FactColumns,
    standpoint: Standpoint,
    { rows, nextDue }: { rows: readonly Row[]; nextDue: number },
  ): void {
    if (!isAfterAll(columns, standpoint) || rows.length > MOST_ROWS) return;
    const { version } = columns;
    this.#counted.set(shapeOf(question, columns), { rows, columns, version, from: standpoint.at, until: nextDue });
  }
}

/** Nothing that is known was otherwise then. */
const isAfterAll = ({ latest }: FactColumns, { position, at }: Standpoint): boolean =>
  latest.position <= position && latest.occurredAt <= at;

/** All that a question says but where it stands, and its period by the dues at which that begins and ends. */
function shapeOf(question: RatesQuestion, columns: FactColumns): string {
  const { bases, by, where, from = -Infinity, to = Infinity, timeZone, teams } = question;
  const deciding = BASES.indexOf(decidingBasis(question));
  const period = [from, to].map((moment) => String(columns.dueFrom(deciding, moment)));
  return JSON.stringify([bases, by, where, period, timeZone, teams]);
}
