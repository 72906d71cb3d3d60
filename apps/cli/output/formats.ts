import { csvLines, fieldsOf } from '#kept/answers';
import Table from 'cli-table3';

export const FORMATS = ['table', 'json', 'jsonl', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** How people see rows: a heading and a cell for each column. Numbers and such are right-aligned. */
export interface Column<R> {
  heading: string;
  cell: (row: R) => string;
  align?: 'left' | 'right';
}

/** Rows as text in one of the formats, with a line end after the last. */
export function formatted<R extends object>(rows: readonly R[], format: Format, columns: readonly Column<R>[]): string {
  switch (format) {
    case 'table':
      return `${tableOf(rows, columns)}\n`;
    case 'json':
      return `${JSON.stringify(rows, null, 2)}\n`;
    case 'jsonl':
      return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    case 'csv':
      return csvLines(fieldsOf(rows), rows, { header: true });
  }
}

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

function tableOf<R>(rows: readonly R[], columns: readonly Column<R>[]): string {
  const table = new Table({
    head: columns.map(({ heading }) => heading),
    colAligns: columns.map(({ align = 'left' }) => align),
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => columns.map(({ cell }) => cell(row))));
  return table.toString().replaceAll(/ +$/gm, '');
}
