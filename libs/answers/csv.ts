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
  const data = (rows as readonly Cells[]).map((row) => fields.map((field) => cell(row[field])));
  if (header) data.unshift([...fields]);
  if (fields.length === 0 || data.length === 0) return '';
  return `${Papa.unparse(data, { newline: '\r\n', escapeFormulae: FORMULA })}\r\n`;
}

/** What a spreadsheet may take for the beginning of a formula, also in the wide forms that Chinese input gives. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

const cell = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : (value ?? '');
