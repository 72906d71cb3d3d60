import Table from 'cli-table3';
import Papa from 'papaparse';

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
      return csvOf(rows);
  }
}

/** RFC 4180. Nested values are JSON; a cell that a spreadsheet would run as a formula is made text by a leading `'`. */
function csvOf(records: readonly object[]): string {
  const rows = records as readonly Readonly<Record<string, unknown>>[];
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (fields.length === 0) return '';
  const cell = (value: unknown): unknown =>
    value !== null && typeof value === 'object' ? JSON.stringify(value) : (value ?? '');
  const data = rows.map((row) => fields.map((field) => cell(row[field])));
  return `${Papa.unparse({ fields, data }, { newline: '\r\n', escapeFormulae: true })}\r\n`;
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
