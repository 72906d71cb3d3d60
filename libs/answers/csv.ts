import Papa from 'papaparse';

type Cells = Readonly<Record<string, unknown>>;

/** The columns of rows that have not all got the same, in the order they are met. */
export function fieldsOf(rows: readonly object[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/**
 * RFC 4180, with a line end after the last. Nested values are JSON; a cell that a spreadsheet would run as a formula is
 * made text by a leading `'`.
 * @param header whether the names of the columns come first
 */
export function csvLines(fields: readonly string[], rows: readonly object[], { header = false } = {}): string {
  if (fields.length === 0 || (rows.length === 0 && !header)) return '';
  const data = (rows as readonly Cells[]).map((row) => fields.map((field) => cell(row[field])));
  const table = header ? { fields: [...fields], data } : data;
  return `${Papa.unparse(table, { newline: '\r\n', escapeFormulae: true })}\r\n`;
}

const cell = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : (value ?? '');
