import { reject, RowRejected } from '../problems.js';
import { type LineBlock } from './lines.js';
import { type RowBatch, type SourceRow } from './row.js';

/** Reads JSON Lines: an object a line, its keys the columns. An absent key and `null` are blank. */
export async function* jsonRows(blocks: AsyncIterable<LineBlock>, wanted: readonly string[]): AsyncGenerator<RowBatch> {
  for await (const { first, lines, faults } of blocks) {
    const rows: SourceRow[] = [];
    let blankLines = 0;
    lines.forEach((text, index) => {
      const line = first + index;
      const fault = faults.get(index);
      if (fault) rows.push({ line, rejection: fault });
      else if (text.trim() === '') blankLines += 1;
      else rows.push(rowOf(line, text, wanted));
    });
    yield { rows, blankLines };
  }
}

function rowOf(line: number, text: string, wanted: readonly string[]): SourceRow {
  try {
    const found = objectOf(text);
    return { line, cells: wanted.map((name) => textOf(Object.hasOwn(found, name) ? found[name] : null, name)) };
  } catch (error) {
    if (error instanceof RowRejected) return { line, rejection: error.rejection };
    throw error;
  }
}

function objectOf(text: string): Record<string, unknown> {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    reject('json-malformed', 'the line is not valid JSON');
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    return reject('json-malformed', 'the line is not a JSON object');
  return found as Record<string, unknown>;
}

function textOf(value: unknown, column: string): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return String(value);
    case 'number':
      // Digits beyond 2^53 are gone already when JSON has been read: another id than the one that was written.
      if (Number.isInteger(value) && !Number.isSafeInteger(value))
        reject('number-imprecise', 'the number is too large to be read exactly: write it as text', column);
      return String(value);
    default:
      return value === null ? '' : reject('value-not-plain', 'the value is an object or a list, not a text', column);
  }
}
