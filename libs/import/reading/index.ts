import { basename } from 'node:path';
import { bytesOf } from './bytes.js';
import { csvRows } from './csv.js';
import { jsonRows } from './jsonl.js';
import { lineBlocks } from './lines.js';
import { type RowBatch } from './row.js';

export { sizeOf } from './bytes.js';
export { lineBlocks, type LineBlock } from './lines.js';
export { type RowBatch, type SourceRow } from './row.js';

export type Format = { format: 'csv'; delimiter: string } | { format: 'jsonl' };

/** The rows of a file, in batches, with the wanted columns alone. @throws ImportError */
export function readRows(
  path: string,
  format: Format,
  wanted: readonly string[],
  onRead: (bytes: number) => void,
): AsyncGenerator<RowBatch> {
  const blocks = lineBlocks(bytesOf(path, onRead));
  return format.format === 'csv' ? csvRows(blocks, format.delimiter, wanted, basename(path)) : jsonRows(blocks, wanted);
}
