import { BASES } from '#kept/domain';
import { type Block, BLOCK, type FactColumns, NAMED, type Names } from '../facts/fact-columns.js';
import { type Standpoint } from '../facts/refold.js';
import { decidingBasis, type RatesQuestion } from '../question.js';
import { Counts } from './counts.js';
import { Covered } from './covered.js';
import { type Groups } from './groups.js';
import { type ProfileTable } from './profiles.js';

/** By its number, which rows have one of some names, or profiles. */
interface Choice {
  codes: Int32Array;
  mask: Uint8Array;
}

/**
 * What a scan of the columns comes to, block by block: the rows that a question covers, then their groups, then their
 * counters, each in a loop of its own over numbers that are near. Nothing in here waits: what it sees is of one position.
 */
export class Scan {
  /** By group and variant. */
  readonly counts = new Counts();
  /** The earliest due of what is covered and open that has not passed. */
  nextDue = Infinity;
  readonly #basis: number;
  /** Whether every commitment has such a due. */
  readonly #isAlwaysThere: boolean;
  readonly #rows = new Int32Array(BLOCK);
  readonly #groups = new Int32Array(BLOCK);

  constructor(
    private readonly question: RatesQuestion,
    private readonly names: Names,
    private readonly groups: Groups,
    private readonly profiles: ProfileTable,
  ) {
    const deciding = decidingBasis(question);
    this.#basis = BASES.indexOf(deciding);
    this.#isAlwaysThere = deciding !== 'as-requested';
  }

  /** Counts the commitments of some columns that a question covers; those that were otherwise then are passed over. */
  take(columns: FactColumns, standpoint: Standpoint): Covered {
    const covered = new Covered(columns);
    const choices = this.#choicesIn(columns);
    for (const [number, block] of columns.blocks.entries()) {
      let count = this.#rowsIn(columns, number, block, standpoint);
      for (const choice of choices) count = chosen(this.#rows, count, choice);
      if (count === 0) continue;
      this.groups.find(columns, this.#basis, block, this.#rows, count, this.#groups);
      this.#count(columns, count, standpoint.at, covered);
    }
    return covered;
  }

  /** Puts the rows of a block that are due in the period, and are as they were. @returns how many */
  #rowsIn(columns: FactColumns, number: number, block: Block, { position, at }: Standpoint): number {
    const { from = -Infinity, to = Infinity } = this.question;
    const [earliest, latest] = [block.earliestDue[this.#basis]!, block.latestDue[this.#basis]!];
    if (latest < from || !(earliest < to)) return 0;
    const rows = this.#rows;
    const due = columns.due[this.#basis]!;
    const { lastPosition, lastOccurredAt } = columns;
    const end = Math.min(columns.length, (number + 1) * BLOCK);
    const asNow = block.lastPosition <= position && block.lastOccurredAt <= at;
    let count = 0;
    if (asNow && earliest >= from && latest < to && this.#isAlwaysThere) {
      for (let row = number * BLOCK; row < end; row += 1) rows[count++] = row;
      return count;
    }
    for (let row = number * BLOCK; row < end; row += 1) {
      // Also where there is no such due: that is NaN, and neither.
      if (!(due[row]! >= from && due[row]! < to)) continue;
      if (!asNow && (lastPosition[row]! > position || lastOccurredAt[row]! > at)) continue;
      rows[count] = row;
      count += 1;
    }
    return count;
  }

  #choicesIn({ named, profile }: FactColumns): Choice[] {
    const { where = {}, teams } = this.question;
    const choices = NAMED.flatMap((name): Choice[] => {
      const words = where[name];
      return words ? [{ codes: named[name], mask: this.names.of[name].maskOf(words) }] : [];
    });
    if (teams) choices.push({ codes: named.team, mask: this.names.of.team.maskOf(teams) });
    if (where.source || where.mode) choices.push({ codes: profile, mask: this.profiles.chosen });
    return choices;
  }

  /** Counts the rows, and notes their cells. */
  #count(columns: FactColumns, count: number, at: number, covered: Covered): void {
    const [rows, groups] = [this.#rows, this.#groups];
    const { open, variant, variants, classOf, classes } = this.profiles;
    const sorts = classes.length;
    const { profile } = columns;
    const { cells } = covered;
    const table = this.counts.tableFor(this.groups.members.length * variants);
    for (let n = 0; n < count; n += 1) {
      const row = rows[n]!;
      const group = groups[n]!;
      const code = profile[row]!;
      cells[row] = 1 + group * sorts + classOf[code]!;
      let counter = group * variants + variant[code]!;
      if (open[code] === 1) counter += this.#passedBy(columns, row, at);
      if (counter < table.length) table[counter]! += 1;
      else this.counts.addBeyond(counter);
    }
    covered.count += count;
  }

  /** On which bases the due of an open commitment has passed, a bit each. */
  #passedBy({ due }: FactColumns, row: number, at: number): number {
    let passed = 0;
    for (let basis = 0; basis < 4; basis += 1) {
      const moment = due[basis]![row]!;
      if (moment < at) passed |= 1 << basis;
      // Also where there is no such due: that is NaN, and never earlier.
      else if (moment < this.nextDue) this.nextDue = moment;
    }
    return passed;
  }
}

/** Keeps the rows that are chosen. @returns how many */
function chosen(rows: Int32Array, count: number, { codes, mask }: Choice): number {
  let kept = 0;
  for (let n = 0; n < count; n += 1) {
    const row = rows[n]!;
    if (mask[codes[row]!] !== 1) continue;
    rows[kept] = row;
    kept += 1;
  }
  return kept;
}
