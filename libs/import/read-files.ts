import { basename } from 'node:path';
import { type CompiledInput, type ReadEntry, type Row } from './compile/index.js';
import { type Input } from './mapping/index.js';
import { quoted, reject, RowRejected } from './problems.js';
import { type Format, readRows, type SourceRow } from './reading/index.js';
import { stopIfAsked } from './recording/index.js';
import { type RejectsFile } from './rejects-file.js';
import { type Partners, type StagedEntries } from './staging/index.js';
import { type FileSummary, Tally } from './summary.js';

/** Where rows go. */
export interface Destinations {
  entries: StagedEntries;
  partners: Partners;
  rejects: RejectsFile;
  counts: Tally;
}

/** A file of an input, and its place among all files. */
export interface ImportFile {
  path: string;
  index: number;
  inputName: string;
  input: Input;
  compiled: CompiledInput;
}

/** What is left to say when all files have been read: only then is it known which partners were asked for. */
export type FinishSummary = () => FileSummary;

export interface ReadingOptions {
  onBatch: (rows: number) => void;
  onBytes: (bytes: number) => void;
  signal: AbortSignal | undefined;
}

const NOT_REFERENCED = 'not referenced';

/**
 * Reads one file to its end: every row becomes staged entries or a partner for joins, is ignored by a rule, or goes to
 * the rejects.
 */
export async function readFile(file: ImportFile, to: Destinations, options: ReadingOptions): Promise<FinishSummary> {
  const { path, inputName, input, compiled } = file;
  const reader = new RowReader(file, to);
  const firstPartner = to.partners.size(inputName);
  const format: Format = input.format === 'csv' ? { format: 'csv', delimiter: input.delimiter } : { format: 'jsonl' };
  for await (const { rows, blankLines } of readRows(path, format, compiled.columns, options.onBytes)) {
    stopIfAsked(options.signal);
    for (const row of rows) reader.read(row);
    reader.blankLines += blankLines;
    options.onBatch(rows.length);
  }
  const lastPartner = to.partners.size(inputName);
  return () => {
    const found = to.partners.countUsed(inputName, firstPartner, lastPartner);
    // Rows with entries of their own were marked as used when they were kept, and count there alone.
    const referenced = found - reader.usedAndKept;
    const unreferenced = lastPartner - firstPartner - found;
    if (unreferenced > 0) reader.ignored.add(NOT_REFERENCED, unreferenced);
    return {
      file: basename(path),
      input: inputName,
      read: reader.rows,
      used: reader.used + referenced,
      ignored: reader.ignored.toObject(),
      rejected: reader.rejected,
      blankLines: reader.blankLines,
    };
  };
}

class RowReader {
  rows = 0;
  /** Rows that gave entries. */
  used = 0;
  usedAndKept = 0;
  rejected = 0;
  blankLines = 0;
  readonly ignored = new Tally();
  private readonly fileName: string;
  private readonly kept: readonly number[];

  constructor(
    private readonly file: ImportFile,
    private readonly to: Destinations,
  ) {
    this.fileName = basename(file.path);
    this.kept = file.compiled.kept();
  }

  read(source: SourceRow): void {
    this.rows += 1;
    try {
      if ('rejection' in source) throw new RowRejected(source.rejection);
      this.take(rowOf(source.cells, this.file.compiled, this.to.partners), source.line);
    } catch (error) {
      if (!(error instanceof RowRejected)) throw error;
      this.rejected += 1;
      this.to.rejects.add({ file: this.fileName, line: source.line }, error.rejection);
    }
  }

  private take(row: Row, line: number): void {
    const { compiled } = this.file;
    for (const { name, meets } of compiled.counts) if (meets(row)) this.to.counts.add(name);
    const meaning = compiled.meaningOf(row);
    if (!meaning) return reject('no-rule', 'no rule of the mapping fits this row');
    if ('ignored' in meaning) this.ignored.add(meaning.ignored);
    else if ('kept' in meaning) this.keep(row, false);
    else this.stage(meaning.entries, row, line);
  }

  private stage(entries: readonly ReadEntry[], row: Row, line: number): void {
    if (entries.length === 0) reject('no-entry', 'a rule fits this row, but none of the rule’s entries does');
    this.keep(row, true);
    for (const entry of entries) this.to.entries.add({ ...entry, file: this.file.index, line });
    this.used += 1;
  }

  private keep(row: Row, used: boolean): void {
    const { key } = this.file.compiled;
    if (!key) return;
    const text = key(row);
    const kept = this.kept.map((slot) => row.cells[slot]!);
    if (!this.to.partners.keep(this.file.inputName, text, kept, used))
      reject('key-repeated', `another row before has the same key, ${quoted(text)}`);
    if (used) this.usedAndKept += 1;
  }
}

function rowOf(cells: readonly string[], { joins }: CompiledInput, partners: Partners): Row {
  const found: (readonly string[] | undefined)[] = [];
  const row: Row = {
    cells,
    partner: (join) => {
      if (join in found) return found[join];
      const { input, on } = joins[join]!;
      const key = on(row);
      return (found[join] = key === undefined ? undefined : partners.find(input, key));
    },
  };
  return row;
}
