import { ImportError, quoted } from '../problems.js';
import { type CsvRecord, CsvRecords } from './csv-records.js';
import { type LineBlock } from './lines.js';
import { type RowBatch, type SourceRow } from './row.js';

/**
 * Reads a CSV file with a header, keeping the wanted columns. A row that is not like the header is a rejection.
 * @throws ImportError where the header is missing, cannot be read, repeats a name or lacks a wanted column
 */
export async function* csvRows(
  blocks: AsyncIterable<LineBlock>,
  delimiter: string,
  wanted: readonly string[],
  file: string,
): AsyncGenerator<RowBatch> {
  const records = new CsvRecords(delimiter);
  let header: Header | undefined;
  let blankLines = 0;
  const batchOf = (read: CsvRecord[]): RowBatch => {
    const first = header ? undefined : read.shift();
    if (first) header = headerOf(first, wanted, file);
    const rows = header ? read.map((record) => rowOf(record, header!)) : [];
    const blank = records.blankLines - blankLines;
    blankLines = records.blankLines;
    return { rows, blankLines: blank };
  };
  for await (const block of blocks) yield batchOf(records.read(block));
  yield batchOf(records.end());
  if (!header) throw new ImportError('header-missing', `${file} is empty: it has no line with the columns' names`);
}

interface Header {
  width: number;
  /** Where each wanted column stands. */
  places: readonly number[];
}

function headerOf(record: CsvRecord, wanted: readonly string[], file: string): Header {
  if ('rejection' in record)
    throw new ImportError('header-malformed', `${file}, line ${record.line}: ${record.rejection.reason}`);
  const names = record.fields;
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new ImportError('column-repeated', `${file} has two columns named ${quoted(repeated)}`);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new ImportError(
      'column-missing',
      `${file} has no column ${missing.map(quoted).join(', ')}; it has ${names.slice(0, 200).map(quoted).join(', ')}`,
    );
  return { width: names.length, places: wanted.map((name) => names.indexOf(name)) };
}

function rowOf(record: CsvRecord, { width, places }: Header): SourceRow {
  if ('rejection' in record) return record;
  const { line, fields } = record;
  if (fields.length !== width) {
    const reason = `the row has ${fields.length} fields, the header has ${width}`;
    return { line, rejection: { code: 'row-ragged', reason } };
  }
  return { line, cells: places.map((place) => fields[place]!) };
}
