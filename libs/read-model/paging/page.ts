import { ReadModelRefused } from '../errors.js';

export interface PageQuestion {
  /** Rows a page, 1 to 200. */
  limit: number;
  /** The cursor at the end of the page before; absent for the first page. */
  cursor?: string;
}

export interface Page<Row> {
  rows: Row[];
  /** Asks for the next page; absent on the last one. */
  next?: string;
  /** What was known: everything up to this position. */
  position: string;
}

export const LARGEST_PAGE = 200;

/** @throws ReadModelRefused `limit-out-of-range` */
export function checkedLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE)
    throw new ReadModelRefused(
      'limit-out-of-range',
      `a page has 1 to ${LARGEST_PAGE} rows, and ${limit} were asked for`,
    );
  return limit;
}
