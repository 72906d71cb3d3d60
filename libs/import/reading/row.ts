import { type Rejection } from '../problems.js';

/** A row of a file: the wanted columns' values in the wanted order, or why it cannot be read. */
export type SourceRow = { line: number; cells: readonly string[] } | { line: number; rejection: Rejection };

/** Rows as they come from a file, many at a time: asking for them one by one would cost more than reading them. */
export interface RowBatch {
  rows: SourceRow[];
  /** Lines with nothing on them: they separate, they are no rows. */
  blankLines: number;
}
