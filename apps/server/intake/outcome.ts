import { type Receipt } from '#kept/application';
import { type WarningAnswer } from '../http/warnings.js';
import { type FieldProblem, type Problem } from '../http/problem.js';

/** What became of one line, as it is answered: in the order of the lines. */
export type LineOutcome =
  | {
      line: number;
      id: string;
      outcome: Receipt['outcome'];
      /** What it was recorded on. */
      on: string;
      revision: number;
      entries: string[];
      warnings?: WarningAnswer[];
    }
  | { line: number; id?: string; outcome: 'refused' | 'failed'; problem: LineProblem };

export type LineProblem = Pick<Problem, 'code' | 'detail' | 'status'> & { errors?: FieldProblem[] };

/** How far an intake has come. */
export interface IntakeTally {
  lines: number;
  recorded: number;
  repeated: number;
  withoutEffect: number;
  refused: number;
  /** Not recorded for a reason that lies here: the intake ends there, and the lines after it were not read. */
  failed: number;
}

export const emptyTally = (): IntakeTally => ({
  lines: 0,
  recorded: 0,
  repeated: 0,
  withoutEffect: 0,
  refused: 0,
  failed: 0,
});

export function count(tally: IntakeTally, { outcome }: Pick<LineOutcome, 'outcome'>): void {
  tally.lines += 1;
  tally[outcome === 'without-effect' ? 'withoutEffect' : outcome] += 1;
}
