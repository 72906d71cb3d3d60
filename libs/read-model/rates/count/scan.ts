import { BASES } from '#kept/domain';
import { BLOCK, type FactColumns, NAMED, type Names } from '../facts/fact-columns.js';
import { type Standpoint } from '../facts/refold.js';
import { decidingBasis, type RatesQuestion } from '../question.js';
import { Counts } from './counts.js';
import { type Groups } from './groups.js';
import { type ProfileTable } from './profiles.js';

/** The fulfilments that are known as an instant, row by row, and the cell that each counts in. */
export interface Fulfilments {
  columns: FactColumns;
  rows: Int32Array;
  cells: Int32Array;
  count: number;
}

/** What a scan of the columns comes to. Nothing in here waits: what it sees is of one position. */
export class Scan {
  /** By group and variant. */
  readonly counts = new Counts();
  readonly fulfilments: Fulfilments[] = [];
  readonly #basis: number;

  constructor(
    private readonly question: RatesQuestion,
    private readonly names: Names,
    private readonly groups: Groups,
    private readonly profiles: ProfileTable,
  ) {
    this.#basis = BASES.indexOf(decidingBasis(question));
  }

  /** Counts the commitments of some columns that a question covers; those that were otherwise then are passed over. */
  take(columns: FactColumns, { position, at }: Standpoint): void {
    const { from = -Infinity, to = Infinity } = this.question;
    const due = columns.due[this.#basis]!;
    const found = {
      columns,
      rows: new Int32Array(columns.length),
      cells: new Int32Array(columns.length),
      count: 0,
    };
    const chosen = this.#choiceIn(columns);
    const groupOf = this.groups.in(columns, due);
    const { open, variant, variants, classOf, classes } = this.profiles;
    const { profile, lastPosition, lastOccurredAt, fulfilledAt } = columns;
    for (const [number, block] of columns.blocks.entries()) {
      if (block.latestDue[this.#basis]! < from || !(block.earliestDue[this.#basis]! < to)) continue;
      const asNow = block.lastPosition <= position && block.lastOccurredAt <= at;
      const end = Math.min(columns.length, (number + 1) * BLOCK);
      for (let row = number * BLOCK; row < end; row += 1) {
        // Also where there is no such due: that is NaN, and neither.
        if (!(due[row]! >= from && due[row]! < to)) continue;
        if (!asNow && (lastPosition[row]! > position || lastOccurredAt[row]! > at)) continue;
        if (chosen && !chosen(row)) continue;
        const group = groupOf(row);
        const code = profile[row]!;
        this.counts.add(group * variants + variant[code]! + (open[code] === 1 ? passedBy(columns, row, at) : 0));
        // NaN is not itself.
        if (fulfilledAt[row] === fulfilledAt[row]) {
          found.rows[found.count] = row;
          found.cells[found.count] = group * classes.length + classOf[code]!;
          found.count += 1;
        }
      }
    }
    this.fulfilments.push(found);
  }

  /** `undefined`: all of them. */
  #choiceIn({ named, profile }: FactColumns): ((row: number) => boolean) | undefined {
    const { where = {}, teams } = this.question;
    const masks = NAMED.flatMap((name) => {
      const words = where[name];
      return words ? [{ codes: named[name], mask: this.names.of[name].maskOf(words) }] : [];
    });
    if (teams) masks.push({ codes: named.team, mask: this.names.of.team.maskOf(teams) });
    if (where.source || where.mode) masks.push({ codes: profile, mask: this.profiles.chosen });
    if (masks.length === 0) return undefined;
    return (row) => {
      for (const { codes, mask } of masks) if (mask[codes[row]!] !== 1) return false;
      return true;
    };
  }
}

/** On which bases the due of an open commitment has passed, a bit each. */
function passedBy({ due }: FactColumns, row: number, at: number): number {
  let passed = 0;
  for (let basis = 0; basis < 4; basis += 1) if (due[basis]![row]! < at) passed |= 1 << basis;
  return passed;
}
